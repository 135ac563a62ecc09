"""From an event to the notices of the members it concerns: one for each, once, as each of them chose."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from aceite.core.notices.audience import Told, audience_of, told_of_failed_mail
from aceite.core.notices.choosing import choices_for, usual
from aceite.core.notices.models import Notice
from aceite.core.proposals.models import Proposal
from aceite.core.trail.models import Event

# What a notice leads to beside the sale, by the name it has among the event's data.
_ABOUT: Final = ("clearance", "comment", "ticket", "customer")


def make_notices(event: Event, *, at: datetime) -> list[Notice]:
    """The notices of an event; twice is harmless. Runs in the company's scope, never inside somebody's act."""
    return _keep(event, audience_of(event, at=at), event.at)


def make_failed_mail_notices(event: Event, *, at: datetime) -> list[Notice]:
    """The notices that a mail about the event did not leave; one for each event, however many readers it had."""
    return _keep(event, told_of_failed_mail(event, at=at), at)


def _keep(event: Event, told: Iterable[Told], at: datetime) -> list[Notice]:
    members = list(told)
    chosen = choices_for([one.member.pk for one in members])
    about = next((int(event.data[name]) for name in _ABOUT if str(event.data.get(name, "")).isdigit()), 0)
    sale = _sale_of(event)
    made = []
    for one in members:
        choice = chosen.get((one.member.pk, one.kind), usual(one.kind))
        made.append(
            Notice(
                company_id=event.company_id, member=one.member, kind=one.kind, event_id=event.pk,
                event_kind=event.kind, proposal_id=sale, about_id=about, actor_kind=event.actor_kind,
                actor_id=event.actor_id, in_place_of=one.in_place_of, at=at, in_app=choice.in_app,
                by_mail=choice.by_mail,
            )
        )  # fmt: skip
    return Notice.objects.bulk_create(made, ignore_conflicts=True)


def _sale_of(event: Event) -> int | None:
    """The sale in whose chain it stands, or that it names; None of one that was removed meanwhile."""
    named = event.sale_id or event.data.get("sale") or 0
    return Proposal.objects.filter(company=event.company_id, pk=named).values_list("pk", flat=True).first()
