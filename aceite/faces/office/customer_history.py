"""What there was with a customer: sums by state, sales, contracts, what is owed, and what happened to the register."""

from typing import Any, Final

from django.utils import timezone

from aceite.core.customers.models import Customer
from aceite.core.proposals.states import State
from aceite.core.sales.filtering import Filters
from aceite.core.sales.listing import counts, sales_page
from aceite.core.trail.kinds import KINDS
from aceite.core.trail.models import Event
from aceite.faces.office.access import OfficeRequest
from aceite.faces.ui.parts import PLACE, Entry, Turns

SALES_SHOWN: Final = 20
CONTRACTS_SHOWN: Final = 8
EVENTS_SHOWN: Final = 12
_STATES: Final = (
    *(State.DRAFT, State.SENT, State.APPROVED, State.ORDER),
    *(State.EXPIRED, State.DECLINED, State.RESCINDED, State.SUPERSEDED, State.CANCELLED),
)


def history_of(request: OfficeRequest, customer: Customer) -> dict[str, Any]:
    """The parts of the customer's page that tell what there was: a fixed number of queries, however much."""
    scope, at = request.scope, timezone.now()
    filters = Filters(
        customer_id=customer.pk, zone=scope.company.zone, size=SALES_SHOWN, after=request.GET.get(PLACE, "")
    )
    counted, page = counts(scope.sales, filters, scope.tallies, at=at), sales_page(scope.sales, filters, at=at)
    owed = scope.receivables.filter(proposal__customer=customer)
    today = timezone.localdate(timezone=scope.company.tz)
    return {
        "sums": [(state.value, counted.by_state[state.value]) for state in _STATES if state.value in counted.by_state],
        "many_sales": counted.more,
        "sales": page.rows,
        "turns": Turns(
            page.newer, page.older, page.before, len(page.rows), None if counted.more else counted.every.count
        ),
        "contracts": list(scope.shown_contracts.of_customer(customer).newest_with_sale()[:CONTRACTS_SHOWN]),
        "owed": owed.open().sums(),
        "late": owed.open().filter(due_on__lt=today).sums(),
        "events": _events(request, customer),
        "merges": list(customer.merges.standing().select_related("gone", "member")),
    }


def _events(request: OfficeRequest, customer: Customer) -> list[Entry]:
    """What happened to the register and its people, the newest first."""
    told = list(request.scope.events.about_customer(customer.pk)[:EVENTS_SHOWN])
    names = {
        member.pk: member.name
        for member in request.scope.members.filter(pk__in={e.actor_id for e in told if e.actor_kind == "member"})
    }
    return [Entry(text=KINDS[event.kind], at=event.at, who=_who(event, names), icon="pencil-square") for event in told]


def _who(event: Event, names: dict[int, str]) -> str:
    return names.get(event.actor_id, "") if event.actor_kind == "member" else ""
