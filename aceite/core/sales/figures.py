"""The figures of the office's first page: told by tallies, or asked in a bounded way; each is the count of a list."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import F, FloatField, Func

from aceite.core.proposals.contents import Line
from aceite.core.proposals.item_tallies import by_item
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.states import State
from aceite.core.proposals.tallies import EVER, Part, Sum, Tallies, summed
from aceite.core.sales.filtering import GROUPS, Filters, beside_state, filtered, made_between

# So many approvals, the newest, are looked at for the usual time.
SAMPLE: Final = 1000
# So many sellers or items are shown; those with the most answers.
SHOWN: Final = 8


@dataclass(frozen=True)
class Rate:
    """Of the answered sales of one kind how many were won; `key` is the seller, size, or item."""

    key: int
    answered: int
    won: int

    @property
    def percent(self) -> int:
        """Whole per cent, half up."""
        return (200 * self.won + self.answered) // (2 * self.answered) if self.answered else 0


@dataclass(frozen=True)
class Pace:
    """How long approvals usually took from the first sending: the median over so many of the newest."""

    usual: timedelta
    over: int


@dataclass(frozen=True)
class Figures:
    """What is told of the sales that some filters ask for: seller and months."""

    by_state: dict[str, Sum]
    by_seller: list[Rate]
    by_size: list[Rate]
    by_item: list[Rate]
    reasons: list[tuple[str, int]]
    pace: Pace | None

    def in_group(self, group: str) -> Sum:
        """Those of a key of GROUPS, or of all states."""
        states = GROUPS.get(group, tuple(State))
        return sum((self.by_state.get(state, Sum()) for state in states), Sum())


def figures(sales: ProposalQuerySet, tallies: Tallies, filters: Filters, *, at: datetime) -> Figures:
    """All of them, in four queries and two more while the clock has not told of some sales' end."""
    late = list(
        beside_state(sales.late(at), filters, at).only("pk", "seller_id", "cents", "size", "current_id").order_by()
    )
    told = tallies.parts(seller_id=filters.seller_id, months=filters.months).items()
    parts = summed([*told, *(pair for sale in late for pair in _ended(sale))])
    answered = [(part, one.count) for part, one in parts.items() if part.standing in GROUPS["answered"]]
    declined: Counter[str] = Counter()
    for part, one in parts.items():
        if part.reason and one.count:
            declined[part.reason] += one.count
    by_state = summed((part.standing, one) for part, one in parts.items())
    return Figures(
        by_state={state: one for state, one in by_state.items() if one.count},
        by_seller=_most(_rates(answered, lambda part: part.seller_id)),
        by_size=sorted(_rates(answered, lambda part: part.size), key=lambda rate: rate.key),
        by_item=_most(_item_rates(tallies, filters, late)),
        reasons=declined.most_common(),
        pace=_pace(sales, filters, at),
    )


def _ended(sale: Proposal) -> list[tuple[Part, Sum]]:
    """What changes by the end of a sale of which the clock has not told yet."""
    gone = Sum(1, Decimal(sale.cents) / 100)
    return [
        (Part(sale.seller_id, state, sale.size), one) for state, one in ((State.SENT, -gone), (State.EXPIRED, gone))
    ]


def _rates(answered: Iterable[tuple[Part, int]], key: Callable[[Part], int]) -> list[Rate]:
    every: Counter[int] = Counter()
    won: Counter[int] = Counter()
    for part, count in answered:
        every[key(part)] += count
        if part.standing in GROUPS["won"]:
            won[key(part)] += count
    return [Rate(each, count, won[each]) for each, count in every.items() if count]


def _item_rates(tallies: Tallies, filters: Filters, late: list[Proposal]) -> list[Rate]:
    # Those of which the clock has not told come to any item: none may be left out before they are added.
    told = by_item(tallies, seller_id=filters.seller_id, months=filters.months, most=None if late else SHOWN)
    every = Counter({item: answered for item, answered, _won in told})
    won = Counter({item: won for item, _answered, won in told})
    if late:
        lines = Line.objects.counted().filter(version__in=[sale.current_id for sale in late], item__isnull=False)
        every.update(item for item, _version in set(lines.order_by().values_list("item_id", "version_id")))
    return [Rate(item, count, won[item]) for item, count in every.items()]


def _most(rates: list[Rate]) -> list[Rate]:
    return sorted(rates, key=lambda rate: (-rate.answered, rate.key))[:SHOWN]


def _pace(sales: ProposalQuerySet, filters: Filters, at: datetime) -> Pace | None:
    whole = filtered(sales, replace(filters, months=EVER), at=at)
    won = whole.filter(approved_at__isnull=False, first_sent_at__isnull=False)
    if filters.months != EVER:
        # Walked through by approval: what an index finds by month, the database would have to sort.
        won = made_between(won, filters.months, walked=True).filter(approved_at__gte=_begins(filters))
    lapse = _Seconds(F("approved_at") - F("first_sent_at"))
    took = list(won.order_by("-approved_at").values_list(lapse, flat=True)[:SAMPLE])
    return Pace(timedelta(seconds=median(took)), len(took)) if took else None


class _Seconds(Func):
    """A span of time as a number: a database that reads a thousand of them tells numbers sooner than times."""

    output_field = FloatField()
    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) AS double precision)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Spans are whole microseconds there.
        return super().as_sql(compiler, connection, template="(%(expressions)s / 1000000.0)", **context)


def _begins(filters: Filters) -> datetime:
    """Before it nothing that was made in these months was approved."""
    year, month = divmod(filters.months[0], 12)
    return datetime(max(year, 1), month + 1, 1, tzinfo=ZoneInfo(filters.zone))
