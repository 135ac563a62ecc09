"""A colleague says yes or no to a draft, as it stood when she was asked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.clearances.models import Clearance
from aceite.core.clearances.needing import deciders, rules_of
from aceite.core.clearances.states import ClearanceState
from aceite.core.people.models import Member
from aceite.core.people.standing_in import places_taken
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.states import State
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit


class NotAsOne(Refusal):
    """The draft is not any more what the request was about."""

    sentence = gettext_lazy(
        "A proposta mudou depois do pedido, ou já foi enviada. Nada foi registrado: o vendedor precisa pedir de novo."
    )


class AlreadyDecided(Refusal):
    """A colleague was faster, and said otherwise."""

    def __init__(self, clearance: Clearance) -> None:
        name = clearance.decided_by.name if clearance.decided_by else ""
        super().__init__(_("%(name)s já respondeu a este pedido. Nada foi mudado.") % {"name": name})


def give_clearance(clearance: Clearance, *, answer: str, by: Actor, at: datetime) -> Clearance:
    """Yes: the draft may be sent as it stands. Twice is harmless. Raises NotAllowed, NotAsOne, AlreadyDecided."""
    return _decide(clearance, ClearanceState.GIVEN, answer, by=by, at=at)


def refuse_clearance(clearance: Clearance, *, answer: str, by: Actor, at: datetime) -> Clearance:
    """No, and why (`answer`). Twice is harmless. Raises NotAllowed, Unfit, NotAsOne, AlreadyDecided."""
    _permit(clearance, by, at)
    if not answer.strip():
        raise Unfit("answer", _("Escreva o motivo: o vendedor precisa saber o que mudar."))
    return _decide(clearance, ClearanceState.REFUSED, answer, by=by, at=at)


def may_decide(clearance: Clearance, member: Member, *, at: datetime) -> bool:
    """Whether this member's answer counts; nobody answers herself."""
    return in_whose_right(clearance, member, at=at) is not None


def in_whose_right(clearance: Clearance, member: Member, *, at: datetime) -> Member | None:
    """Herself, or the absent colleague in whose right she answers; None when her answer does not count.

    A right that was lent is good for nothing of her own: neither what she asked nor what she sells.
    """
    if clearance.asked_by_id == member.pk or not member.may("clearance.decide"):
        return None
    rules = rules_of(clearance)
    if deciders(rules, [member]):
        return member
    if clearance.proposal.seller_id == member.pk:
        return None
    away = places_taken(member, at=at).exclude(pk=clearance.asked_by_id)
    return next(iter(deciders(rules, away)), None)


def _permit(clearance: Clearance, by: Actor, at: datetime) -> tuple[Member, Member]:
    if by.company_id != clearance.company_id or not isinstance(by, Member):
        raise NotAllowed
    right = in_whose_right(clearance, by, at=at)
    if right is None:
        raise NotAllowed
    return by, right


def _decide(clearance: Clearance, state: ClearanceState, answer: str, *, by: Actor, at: datetime) -> Clearance:
    member, right = _permit(clearance, by, at)
    with transaction.atomic():
        sale = lock_sale(clearance.proposal_id)
        locked = Clearance.objects.select_related("decided_by").get(pk=clearance.pk)
        if locked.state == state and locked.decided_by_id == member.pk:
            return locked
        if locked.decided_at is not None:
            raise AlreadyDecided(locked)
        version = current_of(sale)
        stands = sale.state == State.DRAFT and (version.pk, version.revision) == (locked.version_id, locked.revision)
        if locked.state != ClearanceState.ASKED or not stands:
            raise NotAsOne
        locked.state, locked.decided_by, locked.decided_at, locked.answer = state, member, at, answer.strip()
        locked.save(update_fields=["state", "decided_by", "decided_at", "answer"])
        kind = "clearance.given" if state is ClearanceState.GIVEN else "clearance.refused"
        lent = {"in_place_of": right.pk} if right.pk != member.pk else {}
        data = {"clearance": locked.pk, "version": version.version, **lent}
        record(kind, sale=sale.pk, by=by, at=at, data=data)
    return locked
