"""A member says when she is away and who stands in for her; a manager may say it for her."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.people.absences import Absence
from aceite.core.people.models import Member, MemberQuerySet
from aceite.core.people.permissions import Role
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit


@dataclass(frozen=True)
class Away:
    """From when to when, both days included, and who stands in."""

    first_day: date
    last_day: date
    stand_in: Member


def plan_absence(member: Member, away: Away, *, by: Actor, at: datetime) -> Absence:
    """Notes the absence; the same one twice is one. Raises NotAllowed and Unfit.

    From the first day to the end of the last, in the company's zone, what reaches her reaches the stand-in too, who may
    also answer the requests for internal approval that wait for her.
    """
    _permit(member, by)
    if by.actor_id != member.pk and away.stand_in.pk == by.actor_id and member.role == Role.OWNER:
        # Otherwise a manager could give himself what only an owner may allow.
        raise Unfit("stand_in", _("Só o próprio proprietário escolhe você para o lugar dele."))
    _fit(member, away, at)
    with transaction.atomic():
        # The lock is on the company's row: two absences planned at once must not overlap.
        Company.objects.select_for_update().get(pk=member.company_id)
        own = Absence.objects.standing().filter(member=member, last_day__gte=away.first_day)
        for other in own.filter(first_day__lte=away.last_day):
            said = (other.first_day, other.last_day, other.stand_in_id)
            if said == (away.first_day, away.last_day, away.stand_in.pk):
                return other
            raise Unfit("first_day", _("Já há uma ausência nestes dias. Encerre-a antes."))
        made = Absence.objects.create(
            company_id=member.company_id, member=member, stand_in=away.stand_in, first_day=away.first_day,
            last_day=away.last_day, planned_at=at,
        )  # fmt: skip
        days = {"first_day": away.first_day.isoformat(), "last_day": away.last_day.isoformat()}
        record("absence.planned", by=by, at=at, data={**_data(made), **days})
    return made


def end_absence(absence: Absence, *, by: Actor, at: datetime) -> Absence:
    """Takes the absence back, or ends it early; twice is harmless. Raises NotAllowed."""
    _permit(absence.member, by)
    with transaction.atomic():
        locked = Absence.objects.select_for_update().get(pk=absence.pk)
        if locked.ended_at is None:
            locked.ended_at = at
            locked.save(update_fields=["ended_at"])
            record("absence.ended", by=by, at=at, data=_data(locked))
    return locked


def places_taken(member: Member, *, at: datetime) -> MemberQuerySet:
    """The colleagues who are away at that time and named this member: in their right she answers and sees."""
    day = at.astimezone(member.company.tz).date()
    away = Absence.objects.on(day).filter(company=member.company_id, stand_in=member)
    return Member.objects.joined().filter(pk__in=away.values("member")).order_by("name", "pk")


def _permit(member: Member, by: Actor) -> None:
    own = by.kind == member.kind and by.actor_id == member.pk
    verb = "team.manage_owners" if member.role == Role.OWNER else "team.manage"
    if by.company_id != member.company_id or not by.may("team.see") or not (own or by.may(verb)):
        raise NotAllowed


def _fit(member: Member, away: Away, at: datetime) -> None:
    if away.last_day < away.first_day:
        raise Unfit("last_day", _("O último dia vem antes do primeiro."))
    if away.last_day < at.astimezone(member.company.tz).date():
        raise Unfit("last_day", _("Este período já passou."))
    if away.stand_in.pk == member.pk:
        raise Unfit("stand_in", _("Escolha outra pessoa: ninguém substitui a si mesmo."))
    stands = away.stand_in.company_id == member.company_id and away.stand_in.joined_at is not None
    if not stands or away.stand_in.deactivated_at is not None:
        raise Unfit("stand_in", _("Escolha alguém da equipe."))
    theirs = Absence.objects.standing().filter(member=away.stand_in, first_day__lte=away.last_day)
    if theirs.filter(last_day__gte=away.first_day).exists():
        said = _("%(name)s também está ausente nestes dias. Escolha outra pessoa.")
        raise Unfit("stand_in", said % {"name": away.stand_in.name})


def _data(absence: Absence) -> dict[str, object]:
    return {"absence": absence.pk, "member": absence.member_id, "stand_in": absence.stand_in_id}
