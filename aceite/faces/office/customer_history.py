"""What there was with a customer: sums by state, sales, contracts, what is owed, and what happened to the register."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils import timezone

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.proposals.states import State
from aceite.core.sales.audit_rows import AuditRow, audit_rows
from aceite.core.sales.filtering import Filters
from aceite.core.sales.listing import counts, sales_page
from aceite.faces.office.access import OfficeRequest
from aceite.faces.ui.parts import PLACE, Entry, Turns

SALES_SHOWN: Final = 20
CONTRACTS_SHOWN: Final = 8
TICKETS_SHOWN: Final = 8
EVENTS_SHOWN: Final = 12
_STATES: Final = (
    *(State.DRAFT, State.SENT, State.APPROVED, State.ORDER),
    *(State.EXPIRED, State.DECLINED, State.RESCINDED, State.SUPERSEDED, State.CANCELLED),
)


def history_of(request: OfficeRequest, customer: Customer, people: Iterable[PanelUser]) -> dict[str, Any]:
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
        "tickets": list(scope.tickets.filter(customer=customer).select_related("proposal")[:TICKETS_SHOWN]),
        "events": _events(request, customer, people),
        "merges": list(customer.merges.standing().select_related("gone", "member")),
    }


def _events(request: OfficeRequest, customer: Customer, people: Iterable[PanelUser]) -> list[Entry]:
    """What happened to the register and its people, the newest first, each with whom and what of it."""
    told = request.scope.events.about_customer(customer.pk, (one.pk for one in people))[:EVENTS_SHOWN]
    return [
        Entry(text=row.words, at=row.at, who=row.who, detail=_about(row, customer), icon="pencil-square")
        for row in audit_rows(list(told))
    ]


def _about(row: AuditRow, customer: Customer) -> str:
    """Whose entry it was, where it was not the customer's own, and what of it changed."""
    about = "" if row.about in (customer.name, row.who) else row.about
    return " · ".join(part for part in (about, row.detail) if part)
