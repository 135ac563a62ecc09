"""The list of sales: filtered, searched, sorted, paged, each row with its state at now and who is blocking it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, F, Q, Sum

from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.states import State
from aceite.core.sales.models import Order
from aceite.core.sales.waiting import Waiting, standing_of
from aceite.kit.money import cents

SORTS: Final = {
    "-number": ("-year", "-sequence"),
    "number": ("year", "sequence"),
    "-total": ("-total", "-year", "-sequence"),
    "total": ("total", "-year", "-sequence"),
    "customer": ("customer__name", "-year", "-sequence"),
    "-customer": ("-customer__name", "-year", "-sequence"),
    "waiting": (F("waiting_since").asc(nulls_last=True), "-year", "-sequence"),
    "expires": (F("expires_at").asc(nulls_last=True), "-year", "-sequence"),
}
LARGEST_PAGE: Final = 100


@dataclass(frozen=True)
class Filters:
    """What the list is asked for. Days are of the company's zone and include both ends; `sort` is a key of SORTS."""

    state: str = ""
    customer_id: int | None = None
    seller_id: int | None = None
    text: str = ""
    waiting: str = ""
    sent_from: date | None = None
    sent_to: date | None = None
    sort: str = "-number"
    page: int = 1
    size: int = 25


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


@dataclass(frozen=True)
class SalesPage:
    """One page of rows, how many sales fit the filters and what they add up to."""

    rows: list[SaleRow]
    count: int
    total: Decimal
    page: int
    pages: int


def sales_page(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> SalesPage:
    """The page asked for (the nearest that exists). The number of queries is independent of the number of sales."""
    found = filtered(sales, filters, at=at)
    sums = found.aggregate(count=Count("pk"), total=Sum("total"))
    size = min(max(filters.size, 1), LARGEST_PAGE)
    pages = max(1, -(-sums["count"] // size))
    page = min(max(filters.page, 1), pages)
    rows = found.with_sheet().order_by(*SORTS.get(filters.sort, SORTS["-number"]))
    shown = list(rows[(page - 1) * size : page * size])
    return SalesPage(rows_for(shown, at=at), sums["count"], cents(sums["total"] or Decimal(0)), page, pages)


def filtered(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> ProposalQuerySet:
    """The sales that fit the filters, in no order yet; a state that does not exist fits none."""
    if filters.state:
        sales = sales.in_state(State(filters.state), at) if filters.state in set(State) else sales.none()
    if filters.customer_id is not None:
        sales = sales.filter(customer_id=filters.customer_id)
    if filters.seller_id is not None:
        sales = sales.filter(seller_id=filters.seller_id)
    if filters.text.strip():
        sales = sales.matching(filters.text)
    if filters.waiting == "vendor":
        # An expired sale waits for the vendor whether or not the clock's job has said so.
        sales = sales.filter(Q(waiting_for="vendor") | Q(state=State.SENT, expires_at__lte=at))
    elif filters.waiting:
        sales = sales.filter(waiting_for=filters.waiting).exclude(state=State.SENT, expires_at__lte=at)
    return _sent_between(sales, filters)


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
            sent_at=proposal.shown.sent_at if proposal.shown else None,
            expires_at=proposal.expires_at,
            waiting=standing.waiting(proposal, at),
            copy_state=str(standing.copies.get(current_of(proposal).pk, "")),
            order_number=orders.get(proposal.pk, ""),
            questions=standing.questions.get(proposal.pk, 0),
        )
        for proposal in proposals
    ]


def state_counts(sales: ProposalQuerySet, *, at: datetime) -> dict[str, int]:
    """How many sales stand in each state at that moment, and under "" all of them; one query."""
    ended = Q(state=State.SENT, expires_at__lte=at)
    conditions = {state.value: Q(state=state) for state in State if state is not State.EXPIRED}
    conditions[State.SENT.value] = Q(state=State.SENT, expires_at__gt=at)
    conditions[State.EXPIRED.value] = ended
    counts = sales.order_by().aggregate(
        every=Count("pk"), **{f"in_{name}": Count("pk", filter=asked) for name, asked in conditions.items()}
    )
    return {"": counts["every"], **{name: counts[f"in_{name}"] for name in conditions}}


def _sent_between(sales: ProposalQuerySet, filters: Filters) -> ProposalQuerySet:
    if filters.sent_from is None and filters.sent_to is None:
        return sales
    one = sales.select_related("company").first()
    if one is None:
        return sales
    tz = one.company.tz
    if filters.sent_from is not None:
        sales = sales.filter(shown__sent_at__gte=datetime.combine(filters.sent_from, time.min, tzinfo=tz))
    if filters.sent_to is not None:
        after = datetime.combine(filters.sent_to + timedelta(days=1), time.min, tzinfo=tz)
        sales = sales.filter(shown__sent_at__lt=after)
    return sales
