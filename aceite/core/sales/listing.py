"""The list of sales: filtered, searched, sorted, paged, each row with its state at now and who is blocking it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models import Sum as Added

from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.states import State, state_at
from aceite.core.proposals.tallies import Sum, Tallies, summed
from aceite.core.rows.keyset import Cursor, KeysetPage, Sorting, page_at
from aceite.core.sales.models import Order
from aceite.core.sales.waiting import Waiting, standing_of

SORTS: Final = {
    "-number": Sorting(("year", "sequence"), descending=True),
    "number": Sorting(("year", "sequence")),
    "-total": Sorting(("cents", "pk"), descending=True),
    "total": Sorting(("cents", "pk")),
    "customer": Sorting(("customer__name", "customer_id", "pk")),
    "-customer": Sorting(("customer__name", "customer_id", "pk"), descending=True),
    "waiting": Sorting(("waiting_since", "pk"), nulls_last=True),
    "expires": Sorting(("expires_at", "pk"), nulls_last=True),
}
_BY_SENDING: Final = Sorting(("sent_at", "pk"), descending=True)
LARGEST_PAGE: Final = 100
# So many are counted where no tally tells how many there are; beyond it the list says "more than".
COUNTED: Final = 1000
# No index orders sales by the names of their customers: they are ordered so where there are few.
BY_NAME: Final = ("customer", "-customer")
# So many are fetched at once for a file.
LOT: Final = 200


@dataclass(frozen=True)
class Filters:
    """What the list is asked for. Days are those of `zone`, the company's, and include both ends; `sort` is a key of
    SORTS, `after` a cursor that a page has given."""

    state: str = ""
    customer_id: int | None = None
    seller_id: int | None = None
    text: str = ""
    waiting: str = ""
    sent_from: date | None = None
    sent_to: date | None = None
    zone: str = "America/Sao_Paulo"
    sort: str = "-number"
    after: str = ""
    size: int = 25

    @property
    def sorting(self) -> Sorting:
        """The order asked for, or the usual one: by number, and by the day of sending where that is asked for."""
        if self.sort == "-number" and (self.sent_from or self.sent_to):
            return _BY_SENDING
        return SORTS.get(self.sort, SORTS["-number"])

    @property
    def is_told(self) -> bool:
        """Whether the tallies tell how many there are: nothing but state and seller is asked."""
        return replace(self, state="", seller_id=None, sort="", after="", size=0) == Filters(
            zone=self.zone, sort="", size=0
        )


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

    @property
    def awaits_down_payment(self) -> bool:
        """Whether the down payment is still to come."""
        return self.proposal.down_payment_due is not None

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
        return self.by_state.get(self.state, Sum()) if self.state else self.every

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
    cursor = Cursor.read(filters.after, sales.model, filters.sorting) if filters.after else None
    page = _page(sales, filters, cursor, min(max(filters.size, 1), LARGEST_PAGE), at)
    newer, older = (str(around or "") for around in (page.newer, page.older))
    return SalesPage(rows_for(page.rows, at=at), page.before, newer, older)


def every_row(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> Iterator[SaleRow]:
    """Every sale that fits, in the order asked for; only a lot of them is held at once."""
    page = _page(sales, filters, None, LOT, at)
    yield from rows_for(page.rows, at=at)
    # The cursor itself goes on, never as text: one that could not be read back would begin again at the start.
    while page.older:
        page = _page(sales, filters, page.older, LOT, at)
        yield from rows_for(page.rows, at=at)


def _page(
    sales: ProposalQuerySet, filters: Filters, cursor: Cursor | None, size: int, at: datetime
) -> KeysetPage[Proposal]:
    return page_at(_parts(sales, filters, at), sales.with_sheet(), filters.sorting, cursor, size)


def counts(sales: ProposalQuerySet, filters: Filters, tallies: Tallies, *, at: datetime) -> Counts:
    """How many fit: told by the tallies where they can, else counted as far as COUNTED."""
    if not filters.is_told:
        return _counted(filtered(sales, replace(filters, state=""), at=at), filters.state, at)
    sums = tallies.by_standing(seller_id=filters.seller_id)
    late = sales.late(at).filter(seller_id=filters.seller_id) if filters.seller_id else sales.late(at)
    return Counts(as_of_now(sums, late), filters.state)


def as_of_now(sums: dict[str, Sum], late: ProposalQuerySet) -> dict[str, Sum]:
    """What the tallies tell, with the end of those whose end the clock has not told yet."""
    found = late.order_by().aggregate(count=Count("pk"), cents=Added("cents"))
    if found["count"]:
        over = Sum(found["count"], Decimal(found["cents"]) / 100)
        sums = dict(summed([*sums.items(), (State.SENT.value, -over), (State.EXPIRED.value, over)]))
    return {state: one for state, one in sums.items() if one.count}


def filtered(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> ProposalQuerySet:
    """The sales that fit the filters, in no order yet; a state that does not exist fits none."""
    if filters.state:
        sales = sales.in_state(State(filters.state), at) if filters.state in set(State) else sales.none()
    if filters.waiting == "vendor":
        # An expired sale waits for the vendor whether or not the clock's job has said so.
        sales = sales.filter(Q(waiting_for="vendor") | Q(standing=State.SENT, expires_at__lte=at))
    elif filters.waiting:
        sales = sales.filter(waiting_for=filters.waiting).exclude(standing=State.SENT, expires_at__lte=at)
    return _beside_state(sales, filters)


def _parts(sales: ProposalQuerySet, filters: Filters, at: datetime) -> list[ProposalQuerySet]:
    """The same in disjoint parts, each of which an index finds in its order: those whose end the clock has not told
    yet are sought apart. By the customer's name they are not, since only the database knows how it orders names."""
    expired, vendor = filters.state == State.EXPIRED, filters.waiting == "vendor"
    if not (expired or vendor) or "customer" in filters.sort:
        return [filtered(sales, filters, at=at)]
    told, late = sales, sales.late(at)
    if expired:
        told = told.filter(standing=State.EXPIRED)
    elif filters.state:
        told = told.in_state(State(filters.state), at) if filters.state in set(State) else told.none()
        late = late.none()
    if filters.waiting:
        told = told.filter(waiting_for=filters.waiting)
        late = late if vendor else late.none()
    if vendor and not expired:
        told = told.exclude(standing=State.SENT, expires_at__lte=at)
    return [_beside_state(told, filters), _beside_state(late, filters)]


def _beside_state(sales: ProposalQuerySet, filters: Filters) -> ProposalQuerySet:
    if filters.customer_id is not None:
        sales = sales.filter(customer_id=filters.customer_id)
    if filters.seller_id is not None:
        sales = sales.filter(seller_id=filters.seller_id)
    if filters.text.strip():
        sales = sales.matching(filters.text)
    return _sent_between(sales, filters)


def _counted(found: ProposalQuerySet, state: str, at: datetime) -> Counts:
    some = found.order_by().values_list("state", "expires_at", "cents")[: COUNTED + 1]
    rows = list(some)
    if len(rows) > COUNTED:
        return Counts({}, state, more=True)
    stood = ((state_at(kept, ends, at).value, Sum(1, Decimal(cents) / 100)) for kept, ends, cents in rows)
    return Counts(summed(stood), state)


def rows_for(proposals: Sequence[Proposal], *, at: datetime) -> list[SaleRow]:
    """Rows of these sales of one company, fetched `with_sheet()`."""
    standing = standing_of(proposals, at)
    ordered = [proposal.pk for proposal in proposals if proposal.state == State.ORDER]
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
            copy_state=str(standing.copies.get(current_of(proposal).pk, "")),
            order_number=orders.get(proposal.pk, ""),
            questions=standing.questions.get(proposal.pk, 0),
        )
        for proposal in proposals
    ]


def _sent_between(sales: ProposalQuerySet, filters: Filters) -> ProposalQuerySet:
    zone = ZoneInfo(filters.zone)
    if filters.sent_from is not None:
        sales = sales.filter(sent_at__gte=datetime.combine(filters.sent_from, time.min, tzinfo=zone))
    if filters.sent_to is not None:
        after = datetime.combine(filters.sent_to + timedelta(days=1), time.min, tzinfo=zone)
        sales = sales.filter(sent_at__lt=after)
    return sales
