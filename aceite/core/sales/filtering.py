"""What the list of sales is asked for, and the sales that fit; every filter has an index beginning with the company."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import SignedCopy
from aceite.core.contracts.turns import stopped
from aceite.core.proposals.holding import Holding, held
from aceite.core.proposals.models import CounterOffer, Proposal, ProposalQuerySet, Question
from aceite.core.proposals.states import State
from aceite.core.proposals.tallies import EVER, Sum, Tallies, summed
from aceite.core.rows.keyset import Sorting, between
from aceite.core.rows.searching import Sought, seek
from aceite.core.rows.stated import Stated

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
_BY_ORDERING: Final = Sorting(("ordered_at", "pk"), descending=True)
# Numbers are drawn as sales are made: the order by month and number is the order by number.
_BY_MONTH: Final = Sorting(("year", "month", "sequence"), descending=True)
# No index orders sales by the names of their customers: they are ordered so where there are few.
BY_NAME: Final = ("customer", "-customer")
# States that figures speak of together.
GROUPS: Final[dict[str, tuple[State, ...]]] = {
    # What a consumer withdrew from was offered, and counts neither as won nor as lost.
    "offered": (State.SENT, State.EXPIRED, State.DECLINED, State.APPROVED, State.ORDER, State.RESCINDED),
    "answered": (State.EXPIRED, State.DECLINED, State.APPROVED, State.ORDER),
    "won": (State.APPROVED, State.ORDER),
}
WAITING: Final = ("vendor", "customer", "down_payment")
DUE: Final = ("copies", "external", "signers", "questions", "points")


@dataclass(frozen=True)
class Filters:
    """What the list is asked for. Days are those of `zone`, the company's, and include both ends; months count from
    year 0, as the tallies do; `sort` is a key of SORTS, `after` a cursor that a page has given."""

    # A state, or a key of GROUPS.
    state: str = ""
    customer_id: int | None = None
    seller_id: int | None = None
    text: str = ""
    waiting: str = ""
    # For so many whole days at least.
    waiting_days: int = 0
    sent_from: date | None = None
    sent_to: date | None = None
    # When they became orders.
    ordered_from: date | None = None
    ordered_to: date | None = None
    # They end within so many days, and have not ended yet.
    ends_within: int = 0
    months: tuple[int, int] = EVER
    # A place in tallying.SIZES.
    size_of: int | None = None
    # Why the customer said no, of those that stand declined.
    reason: str = ""
    # An item of the catalogue that the version that counts holds.
    item_id: int | None = None
    # What the vendor has to see to, a word of DUE.
    due: str = ""
    zone: str = "America/Sao_Paulo"
    sort: str = "-number"
    after: str = ""
    size: int = 25
    # What was looked up for `text` and `item_id`, once for every query of a page; see `looked_up`.
    sought: Sought | None = None
    holding: Holding | None = None

    @property
    def sorting(self) -> Sorting:
        """The order asked for, or the usual one: by number, or by what the filter has an index for."""
        if self.sort == "-number":
            if self.ordered_from or self.ordered_to:
                return _BY_ORDERING
            if self.sent_from or self.sent_to:
                return _BY_SENDING
            if self.waiting_days:
                return SORTS["waiting"]
            if self.ends_within:
                return SORTS["expires"]
            if self.months != EVER:
                # By state an index goes on with the numbers.
                return SORTS["-number"] if self.state else _BY_MONTH
        return SORTS.get(self.sort, SORTS["-number"])

    @property
    def is_told(self) -> bool:
        """Whether the tallies tell how many there are: nothing but what they are kept by is asked."""
        rest = replace(self, state="", seller_id=None, months=EVER, size_of=None, reason="", sort="", after="", size=0)
        # Of all months only states and sellers are told in a few rows.
        few = self.months != EVER or (self.size_of is None and not self.reason)
        return few and rest == Filters(zone=self.zone, sort="", size=0)

    @property
    def least(self) -> int:
        """So many sales of the company fit at least, whatever their state: known where nothing but words is asked."""
        return self.sought.least if self.sought and self._asks_nothing_beside(text=self.text) else 0

    @property
    def asks_an_item(self) -> bool:
        """Whether nothing but an item is asked, whatever the state."""
        return self.item_id is not None and self._asks_nothing_beside(item_id=self.item_id)

    def _asks_nothing_beside(self, **asked: Any) -> bool:
        plain = Filters(state=self.state, zone=self.zone, sort="", size=0, **asked)
        return replace(self, sort="", after="", size=0, sought=None, holding=None) == plain

    @property
    def standings(self) -> tuple[State, ...]:
        """The states asked for; none where there is no such word, all of them where none is asked."""
        if not self.state:
            return tuple(State)
        return GROUPS.get(self.state) or ((State(self.state),) if self.state in set(State) else ())


def looked_up(filters: Filters, *, company_id: int | None = None) -> Filters:
    """The same, with which sales hold the words and the item; on PostgreSQL within the company's scope.

    `company_id` as `seek` takes it: whoever counts what was found says whose they are.
    """
    if filters.text.strip() and filters.sought is None:
        filters = replace(filters, sought=seek(Proposal, filters.text, company_id=company_id))
    if filters.item_id is not None and filters.holding is None:
        filters = replace(filters, holding=held(filters.item_id))
    return filters


def filtered(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> ProposalQuerySet:
    """The sales that fit the filters, in no order yet; a state that does not exist fits none."""
    if filters.state:
        sales = _standing(sales, filters.standings, at)
    if filters.waiting == "vendor":
        # An expired sale waits for the vendor whether or not the clock's job has said so.
        sales = sales.filter(Q(waiting_for=Stated("vendor")) | Q(standing=State.SENT, expires_at__lte=at))
    elif filters.waiting == "customer":
        sales = sales.filter(waiting_for=Stated("customer")).exclude(standing=State.SENT, expires_at__lte=at)
    return beside_state(sales, filters, at)


def parts(sales: ProposalQuerySet, filters: Filters, at: datetime) -> list[ProposalQuerySet]:
    """The same in disjoint parts, each of which an index finds in its order: those whose end the clock has not told
    yet are sought apart. By the customer's name they are not, since only the database knows how it orders names."""
    expired, vendor = filters.state == State.EXPIRED, filters.waiting == "vendor"
    if not (expired or vendor) or "customer" in filters.sort or filters.state in GROUPS:
        return [filtered(sales, filters, at=at)]
    told, late = sales, sales.late(at)
    if expired:
        told = told.filter(standing=State.EXPIRED)
    elif filters.state:
        told = told.in_state(State(filters.state), at) if filters.state in set(State) else told.none()
        late = late.none()
    if filters.waiting:
        told = told.filter(waiting_for=Stated(filters.waiting))
        late = late if vendor else late.none()
    if vendor and not expired:
        told = told.exclude(standing=State.SENT, expires_at__lte=at)
    return [beside_state(told, filters, at), beside_state(late, filters, at)]


def beside_state(sales: ProposalQuerySet, filters: Filters, at: datetime) -> ProposalQuerySet:
    """Those that fit all that is asked besides the state and whose turn it is."""
    if filters.due:
        sales = sales.among(_due(sales, filters.due, at))
    if filters.customer_id is not None:
        sales = sales.filter(customer_id=filters.customer_id)
    if filters.seller_id is not None:
        sales = sales.filter(seller_id=filters.seller_id)
    if filters.waiting == "down_payment":
        sales = sales.filter(down_payment_due__isnull=False)
    if filters.waiting_days:
        sales = sales.filter(waiting_since__lt=_midnight(at, filters, 1 - filters.waiting_days))
    if filters.ends_within:
        sales = sales.ending_by(at + timedelta(days=filters.ends_within), at)
    if filters.reason:
        sales = sales.filter(standing=State.DECLINED, closed_reason=filters.reason)
    if filters.item_id is not None:
        sales = sales.holding(filters.holding or held(filters.item_id))
    if filters.text.strip():
        sales = sales.matching(filters.sought or filters.text)
    if filters.months != EVER and filters.state:
        # The years once more, by themselves: an index by state goes on with them.
        first, last = (max(month, 0) // 12 for month in filters.months)
        sales = sales.filter(year__gte=first, year__lte=last)
    if filters.size_of is not None:
        sales = sales.filter(size=filters.size_of)
    sales = _on_days(sales, "sent_at", filters.sent_from, filters.sent_to, filters)
    sales = _on_days(sales, "ordered_at", filters.ordered_from, filters.ordered_to, filters)
    return made_between(sales, filters.months)


def told(tallies: Tallies, filters: Filters) -> dict[str, Sum]:
    """What the tallies tell of each state with the other filters as they are; see `Filters.is_told`."""
    if filters.size_of is None and not filters.reason:
        return tallies.by_standing(seller_id=filters.seller_id, months=filters.months)
    found = tallies.parts(seller_id=filters.seller_id, months=filters.months).items()
    return summed(
        (part.standing, one)
        for part, one in found
        if filters.size_of in (None, part.size) and filters.reason in ("", part.reason)
    )


def _standing(sales: ProposalQuerySet, states: tuple[State, ...], at: datetime) -> ProposalQuerySet:
    if len(states) == 1:
        return sales.in_state(states[0], at)
    standing = Q(standing__in=states)
    if State.EXPIRED in states and State.SENT not in states:
        standing |= Q(standing=State.SENT, expires_at__lte=at)
    return sales.filter(standing)


def _due(sales: ProposalQuerySet, what: str, at: datetime) -> "QuerySet[Any]":
    # Said of one company, as the sales are: the indexes of what waits begin with it.
    own = sales.order_by().values("company")[:1]
    if what == "copies":
        copies = SignedCopy.objects.filter(company__in=own).to_check(at)
        return copies.order_by().values("contract__version__proposal")
    if what == "external":
        files = ExternalFile.objects.filter(company__in=own).to_check(at)
        return files.order_by().values("contract__version__proposal")
    if what == "signers":
        return stopped(own, at)
    if what == "points":
        return CounterOffer.objects.filter(company__in=own).standing().order_by().values("proposal")
    return Question.objects.filter(company__in=own).unanswered().order_by().values("proposal")


def made_between(sales: ProposalQuerySet, months: tuple[int, int], *, walked: bool = False) -> ProposalQuerySet:
    """Those made in these months, both included; `walked` as `keyset.between` says."""
    if months == EVER:
        return sales
    first, last = ((max(month, 0) // 12, max(month, 0) % 12 + 1) for month in months)
    return sales.filter(*between(Proposal, ("year", "month"), first, last, walked=walked))


def _midnight(at: datetime, filters: Filters, days: int) -> datetime:
    """The beginning of today in the company's zone, so many days on."""
    zone = ZoneInfo(filters.zone)
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=days), time.min, tzinfo=zone)


def _on_days(
    sales: ProposalQuerySet, moment: str, first: date | None, last: date | None, filters: Filters
) -> ProposalQuerySet:
    """Those of which this field is a moment of these days, both included."""
    zone = ZoneInfo(filters.zone)
    if first is not None:
        sales = sales.filter(**{f"{moment}__gte": datetime.combine(first, time.min, tzinfo=zone)})
    if last is not None:
        after = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
        sales = sales.filter(**{f"{moment}__lt": after})
    return sales
