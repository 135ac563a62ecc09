"""The trail of one sale in plain words: what, who, when, and the detail that matters."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from django.utils.translation import gettext as _

from aceite.core.clearances.models import Clearance
from aceite.core.companies.moments import day_words
from aceite.core.contracts.copy_reading import reading_words
from aceite.core.contracts.models import Contract
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import DeclineReason
from aceite.core.sales.refused_words import REFUSED
from aceite.core.trail.kinds import KINDS
from aceite.core.trail.models import Event, PersonalValue
from aceite.kit.money import format_brl

Side = Literal["vendor", "customer", "system"]
_SIDES: Final[dict[str, Side]] = {"member": "vendor", "token": "vendor", "panel_user": "customer", "system": "system"}
# What the vendor keeps to itself.
FOR_THE_VENDOR: Final = frozenset(
    {"proposal.created", "proposal.shared", "proposal.reassigned", "proposal.reminded", "reminder.sent"}
    | {"link.handed"}
    | {"signature.refused", "clearance.asked", "clearance.given", "clearance.refused"}
    # Who was to be let in, and why not, is between whoever asked and the vendor.
    | {"access.asked", "access.granted", "access.refused"}
)
# The words a person gave with the act, as the trail names them.
WORDS: Final = ("reason", "text", "note", "received_by", "answer", "without_copy_reason", "customer_order_number")


_ANSWERED: Final = frozenset({"clearance.given", "clearance.refused"})
# Whom these were for is told.
_TO_SOMEBODY: Final = frozenset({"proposal.forwarded", "access.granted"})
# Which version these are about goes without saying.
_ONE_VERSION: Final = frozenset(
    {"proposal.reassigned", "copy.file_arrived", "copy.prepared", "copy.discarded", "copy.uploaded", "copy.registered"}
    | {"copy.read"}
)


@dataclass(frozen=True)
class TimelineRow:
    """One event for the eye; `detail` is plain text and may be empty."""

    event_id: int
    seq: int
    at: datetime
    kind: str
    words: str
    who: str
    side: Side
    detail: str
    hash: str


def timeline(proposal: Proposal) -> list[TimelineRow]:
    """Everything that happened in this sale, the newest first, in five queries whatever its length.

    A sixth reads what colleagues answered, where one was asked for her yes.
    """
    events = list(Event.objects.of_chain(proposal.company_id, f"sale/{proposal.pk}").reverse())
    names = _names(events)
    titles = dict(Contract.objects.filter(version__proposal=proposal).values_list("pk", "title"))
    values: dict[int, dict[str, str]] = defaultdict(dict)
    for opening in PersonalValue.objects.filter(event__in=[event.pk for event in events], field__in=WORDS):
        values[opening.event_id][opening.field] = opening.value
    for event_id, answer in _answers(events):
        values[event_id]["answer"] = answer
    return [_row(event, names, titles, values[event.pk]) for event in events]


def panel_timeline(proposal: Proposal) -> list[TimelineRow]:
    """What the customer may read of it."""
    return [row for row in timeline(proposal) if row.kind not in FOR_THE_VENDOR]


def _answers(events: list[Event]) -> list[tuple[int, str]]:
    """What was said with a colleague's yes or no; it stands with the request, not in the trail."""
    asked = {event.pk: event.data["clearance"] for event in events if event.kind in _ANSWERED}
    if not asked:
        return []
    said = dict(Clearance.objects.filter(pk__in=asked.values()).values_list("pk", "answer"))
    return [(event_id, said[clearance]) for event_id, clearance in asked.items() if said.get(clearance)]


def _names(events: list[Event]) -> dict[tuple[str, int], str]:
    members = {event.actor_id for event in events if event.actor_kind == "member"}
    people = {event.actor_id for event in events if event.actor_kind == "panel_user"}
    people |= {event.data["panel_user"] for event in events if event.kind in _TO_SOMEBODY}
    found = {("member", pk): name for pk, name in Member.objects.filter(pk__in=members).values_list("pk", "name")}
    theirs = PanelUser.objects.filter(pk__in=people).values_list("pk", "name")
    return found | {("panel_user", pk): name for pk, name in theirs}


def _row(
    event: Event, names: dict[tuple[str, int], str], titles: dict[int, str], values: dict[str, str]
) -> TimelineRow:
    title = titles.get(event.data.get("contract", 0), "")
    details = [_version(event), title, _to(event, names), *_facts(event), *_said(values)]
    return TimelineRow(
        event_id=event.pk,
        seq=event.seq,
        at=event.at,
        kind=event.kind,
        words=str(KINDS.get(event.kind, event.kind)),
        who=names.get((event.actor_kind, event.actor_id), ""),
        side=_SIDES.get(event.actor_kind, "system"),
        detail=" · ".join(part for part in details if part),
        hash=event.hash,
    )


def _version(event: Event) -> str:
    number = event.data.get("to", event.data.get("version"))
    if not isinstance(number, int) or event.kind in _ONE_VERSION:
        return ""
    return _("versão %(number)s") % {"number": number}


def _to(event: Event, names: dict[tuple[str, int], str]) -> str:
    name = names.get(("panel_user", event.data["panel_user"]), "") if event.kind in _TO_SOMEBODY else ""
    return _("para %(name)s") % {"name": name} if name else ""


def _facts(event: Event) -> list[str]:
    match event.kind:
        case "copy.uploaded" | "copy.registered" | "copy.read":
            reading = event.data.get("reading")
            return [reading_words(reading)] if reading else []
        case "order.made":
            return [str(event.data.get("number", ""))]
        case "payment.confirmed" | "payment.undone" | "payment.returned" | "payment.return_undone":
            return [format_brl(Decimal(event.data["amount"]))]
        case "delivery.recorded" | "delivery.corrected":
            return [day_words(date.fromisoformat(event.data["delivered_on"]))]
        case "proposal.extended" | "time.asked" | "time.refused":
            until = date.fromisoformat(event.data["until"])
            return [_("até %(day)s") % {"day": day_words(until)}]
        case "proposal.declined":
            reason = event.data.get("reason", "")
            return [str(DeclineReason(reason).label)] if reason in DeclineReason.values else []
        case "signature.refused":
            return [str(REFUSED.get(event.data.get("reason", ""), ""))]
        case _:
            return []


def _said(values: dict[str, str]) -> list[str]:
    number = values.get("customer_order_number")
    said = [values[name] for name in WORDS if name in values and name != "customer_order_number"]
    return [*([_("pedido de compra %(number)s") % {"number": number}] if number else []), *said]
