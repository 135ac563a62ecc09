"""The list of sales: filtered, searched, sorted, paged, each row with its state at now and who is blocking it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Case, CharField, Count, F, Value, When
from django.db.models import Sum as Added

from aceite.core.proposals.item_tallies import answered_with
from aceite.core.proposals.locking import current_key
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.states import State
from aceite.core.proposals.tallies import Sum, Tallies, added_up, summed
from aceite.core.rows.keyset import Cursor, KeysetPage, page_at
from aceite.core.sales.extending import last_valid_day
from aceite.core.sales.filtering import GROUPS, Filters, beside_state, filtered, looked_up, parts, told
from aceite.core.sales.models import Order
from aceite.core.sales.waiting import Arrived, Waiting, standing_of

LARGEST_PAGE: Final = 100
# So many are counted where no tally tells how many there are; beyond it the list says "more than".
COUNTED: Final = 1000
# So many are fetched at once for a file.
LOT: Final = 200


@dataclass(frozen=True)
class SaleRow:
    """One sale as a list shows it."""

    proposal: Proposal
    number: str
    title: str
    customer: str
    seller: str
    state: str
    total: Decimal
    sent_at: datetime | None
    expires_at: datetime | None
    waiting: Waiting | None
    copy_state: str
    order_number: str
    questions: int
    # Whether the customer asked for something else before saying yes, and that is not settled.
    negotiated: bool = False
    # The signed copy that waits to be checked.
    to_check: Arrived | None = None

    @property
    def awaits_down_payment(self) -> bool:
        """Whether the down payment is still to come."""
        return self.proposal.down_payment_due is not None

    @property
    def last_day(self) -> date | None:
        """The last day on which what was sent can be approved."""
        return last_valid_day(self.proposal)

    @property
    def asks_customer(self) -> bool:
        """Whether the customer has something to do, and so may be reminded of it."""
        return self.awaits_down_payment or (self.waiting is not None and self.waiting.side == "customer")


@dataclass(frozen=True)
class Counts:
    """How many of the sales that fit the other filters stand in each state, and what those asked for add up to.

    Where there are more than COUNTED that no tally tells of, nothing but that is known.
    """

    by_state: dict[str, Sum]
    state: str = ""
    more: bool = False

    @property
    def chosen(self) -> Sum:
        """Of the state asked for, or of all."""
        states = GROUPS.get(self.state, (self.state,))
        return sum((self.by_state.get(state, Sum()) for state in states), Sum()) if self.state else self.every

    @property
    def every(self) -> Sum:
        """Of all states."""
        return sum(self.by_state.values(), Sum())


@dataclass(frozen=True)
class SalesPage:
    """One page of rows, how many sales stand before it, and the cursors of the pages around it ("" where none is)."""

    rows: list[SaleRow]
    before: int
    newer: str
    older: str


def sales_page(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> SalesPage:
    """The page that begins at `filters.after`, the first without. Neither the number of queries nor what they look at
    depends on the number of sales."""
    filters = looked_up(filters)
    cursor = Cursor.read(filters.after, sales.model, filters.sorting) if filters.after else None
    size = min(max(filters.size, 1), LARGEST_PAGE)
    page = page_at(parts(sales, filters, at), sales.for_a_list(), filters.sorting, cursor, size)
    newer, older = (str(around or "") for around in (page.newer, page.older))
    return SalesPage(rows_for(page.rows, at=at), page.before, newer, older)


def every_row(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> Iterator[SaleRow]:
    """Every sale that fits, in the order asked for; only a lot of them is held at once."""
    filters = looked_up(filters)
    page = _lot(sales, filters, None, at)
    yield from rows_for(page.rows, at=at)
    # The cursor itself goes on, never as text: one that could not be read back would begin again at the start.
    while page.older:
        page = _lot(sales, filters, page.older, at)
        yield from rows_for(page.rows, at=at)


def _lot(sales: ProposalQuerySet, filters: Filters, cursor: Cursor | None, at: datetime) -> KeysetPage[Proposal]:
    return page_at(parts(sales, filters, at), sales.for_a_list(), filters.sorting, cursor, LOT)


def counts(sales: ProposalQuerySet, filters: Filters, tallies: Tallies, *, at: datetime) -> Counts:
    """How many fit: told by the tallies where they can, else counted as far as COUNTED."""
    filters = looked_up(filters, company_id=tallies.company_id)
    if tallies.sellers is None and _least(filters, tallies) > COUNTED:
        return Counts({}, filters.state, more=True)
    if not filters.is_told:
        held = filters.holding and replace(filters.holding, walked=False)
        return _counted(filtered(sales, replace(filters, state="", holding=held), at=at), filters.state, at)
    late = beside_state(sales.late(at), filters, at)
    return Counts(as_of_now(told(tallies, filters), late), filters.state)


def _least(filters: Filters, tallies: Tallies) -> int:
    """So many sales of the company fit at least, as far as that is told without counting them."""
    if filters.asks_an_item and filters.holding and filters.holding.least > COUNTED:
        return answered_with(tallies, filters.holding.item_id)
    return filters.least


def as_of_now(sums: dict[str, Sum], late: ProposalQuerySet) -> dict[str, Sum]:
    """What the tallies tell, with the end of those whose end the clock has not told yet."""
    found = late.order_by().aggregate(count=Count("pk"), cents=Added("cents"))
    if found["count"]:
        over = Sum(found["count"], Decimal(found["cents"]) / 100)
        sums = dict(summed([*sums.items(), (State.SENT.value, -over), (State.EXPIRED.value, over)]))
    return {state: one for state, one in sums.items() if one.count}


def _counted(found: ProposalQuerySet, state: str, at: datetime) -> Counts:
    over = When(state=State.SENT, expires_at__lte=at, then=Value(State.EXPIRED.value))
    sales = found.order_by().annotate(now=Case(over, default=F("state"), output_field=CharField()))
    by_state = added_up(sales.values("now", "cents")[: COUNTED + 1])
    if sum(one.count for one in by_state.values()) > COUNTED:
        return Counts({}, state, more=True)
    return Counts(by_state, state)


def rows_for(proposals: Sequence[Proposal], *, at: datetime) -> list[SaleRow]:
    """Rows of these sales of one company, fetched `with_sheet()` or `for_a_list()`."""
    standing = standing_of(proposals, at)
    # What was withdrawn from may have been an order.
    ordered = [proposal.pk for proposal in proposals if proposal.state in {State.ORDER, State.RESCINDED}]
    orders = dict(Order.objects.filter(proposal__in=ordered).values_list("proposal_id", "number"))
    return [
        SaleRow(
            proposal=proposal,
            number=proposal.number,
            title=proposal.title,
            customer=str(proposal.customer),
            seller=proposal.seller.name,
            state=proposal.state_at(at).value,
            total=proposal.total,
            sent_at=proposal.sent_at,
            expires_at=proposal.expires_at,
            waiting=standing.waiting(proposal, at),
            copy_state=str(standing.copies.get(current_key(proposal), "")),
            order_number=orders.get(proposal.pk, ""),
            questions=standing.questions.get(proposal.pk, 0),
            negotiated=proposal.pk in standing.negotiated,
            to_check=standing.arrived.get(current_key(proposal)),
        )
        for proposal in proposals
    ]
