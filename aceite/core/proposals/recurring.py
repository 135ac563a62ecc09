"""What is paid again and again: so much a month, a quarter or a year, for so many times or until it is cancelled.

Pure. What recurs stands apart from what is paid once: no discount on the total, freight or way of paying touches it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from itertools import count, islice, takewhile
from typing import Any, Final

from aceite.kit.brazil import add_months
from aceite.kit.money import ZERO

# How many months lie between two payments of each kind.
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
# What has no end counts for so many months in the value of a sale (docs/decisions/0024).
COUNTED_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Recurring:
    """So much, every so often; `periods` 0 goes on until somebody cancels it."""

    every: str
    periods: int
    amount: Decimal

    @property
    def step(self) -> int:
        """Months from one payment to the next."""
        return MONTHS[self.every]

    @property
    def months(self) -> int:
        """How many months all of it takes; 0 without an end."""
        return self.periods * self.step

    @property
    def counted(self) -> int:
        """How many payments count in the value of a sale: all; of one without an end, those of a year."""
        return self.periods or COUNTED_MONTHS // self.step

    @property
    def value(self) -> Decimal:
        """All its payments that count."""
        return self.amount * self.counted

    def falls_in(self, otherwise: Collection[int] = ()) -> Iterator[int]:
        """How many months after the first each of its payments falls due. It stands for `step` months, and not for
        those asked for `otherwise`: it waits until they are over, and no more of it is asked for than was agreed."""
        months = range(self.months) if self.periods else count()
        return islice((month for month in months if month not in otherwise), None, None, self.step)


@dataclass(frozen=True, slots=True)
class Dues:
    """When recurring payments fall due: the first, and the day of the month of later ones (0: that of the first)."""

    first: date
    day: int = 0

    def due(self, months: int) -> date:
        """The day so many months after the first; a day the month does not have becomes its last."""
        if months == 0:
            return self.first
        wanted = self.day or self.first.day
        return on_day(add_months(self.first, months), wanted)


@dataclass(frozen=True, slots=True)
class Charge:
    """What falls due on one day, `month` months after the first: everything recurring that meets there, as one sum."""

    month: int
    due_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of one rhythm, `month` months after the first: it stands for `step` months from its own on."""

    month: int
    due_on: date
    step: int
    amount: Decimal


# Of each rhythm (months from one payment to the next) the months after the first that are asked for otherwise.
Otherwise = Mapping[int, Collection[int]]


def gathered(parts: Iterable[Recurring]) -> tuple[Recurring, ...]:
    """The same rhythm for the same time as one sum; the more frequent and the shorter first, without an end last."""
    sums: dict[tuple[str, int], Decimal] = {}
    for part in parts:
        key = (part.every, part.periods)
        sums[key] = sums.get(key, ZERO) + part.amount
    found = [Recurring(every, periods, amount) for (every, periods), amount in sums.items() if amount]
    return tuple(sorted(found, key=lambda one: (one.step, one.periods == 0, one.periods)))


def value_of(parts: Iterable[Recurring]) -> Decimal:
    """What recurring sums add to the value of a sale."""
    return sum((part.value for part in parts), ZERO)


def payments(
    parts: Iterable[Recurring], dues: Dues, *, until: date, otherwise: Otherwise | None = None
) -> Iterator[Payment]:
    """What falls due up to `until`, of one rhythm after the other."""
    for part in parts:
        months = part.falls_in((otherwise or {}).get(part.step, ()))
        for month in takewhile(lambda each: dues.due(each) <= until, months):
            yield Payment(month, dues.due(month), part.step, part.amount)


def charges(
    parts: Iterable[Recurring],
    dues: Dues,
    *,
    until: date,
    ends_on: date | None = None,
    otherwise: Otherwise | None = None,
) -> list[Charge]:
    """What falls due up to `until`, and not after `ends_on`, in order; one charge a day at most."""
    last = until if ends_on is None else min(until, ends_on)
    sums: dict[int, Decimal] = {}
    for payment in payments(parts, dues, until=last, otherwise=otherwise):
        sums[payment.month] = sums.get(payment.month, ZERO) + payment.amount
    return [Charge(month, dues.due(month), sums[month]) for month in sorted(sums) if sums[month]]


def asked_otherwise(parts: Iterable[Recurring], dues: Dues, before: Iterable[Payment], ordered: date) -> Otherwise:
    """Which months of what takes the place of payments of `before` are asked for by those of them that fell due
    between its first day and the day it became an order.

    A rhythm takes the place of the same rhythm; one that was not paid before, of the shortest of those that are paid
    no more. Each payment stands for the months of its own rhythm.
    """
    fell = [payment for payment in before if dues.first.replace(day=1) <= payment.due_on < ordered]
    own, theirs = {part.step for part in parts}, {payment.step for payment in fell}
    left = min(theirs - own, default=0)
    return {step: _months_of(fell, step if step in theirs else left, dues.first) for step in own}


def first_due_after(order_day: date, day: int) -> date:
    """The first due date where none was agreed: one month after the order, on the agreed day of that month."""
    after = add_months(order_day, 1)
    return on_day(after, day) if day else after


def first_due_from(since: date, day: int) -> date:
    """The first such day of a month that is not before `since`."""
    here = on_day(since, day)
    return here if here >= since else on_day(add_months(since.replace(day=1), 1), day)


def next_due(dues: Dues, step: int, after: date) -> date:
    """The first day after that one on which what is paid every `step` months falls due."""
    month = 0
    while dues.due(month) <= after:
        month += step
    return dues.due(month)


def on_day(month_of: date, day: int) -> date:
    """That day of the month the date lies in, or the month's last."""
    first = month_of.replace(day=1)
    last = add_months(first, 1).toordinal() - first.toordinal()
    return first.replace(day=min(day, last))


def as_data(parts: Iterable[Recurring]) -> list[dict[str, Any]]:
    """As JSON keeps it: amounts as text."""
    return [asdict(part) | {"amount": str(part.amount)} for part in parts]


def recurring_of(data: Iterable[dict[str, Any]]) -> tuple[Recurring, ...]:
    """What `as_data` wrote."""
    return tuple(Recurring(each["every"], int(each["periods"]), Decimal(each["amount"])) for each in data)


def _months_of(fell: Iterable[Payment], step: int, first: date) -> frozenset[int]:
    begun = [_month(payment.due_on) - _month(first) for payment in fell if payment.step == step]
    return frozenset(month for since in begun for month in range(since, since + step))


def _month(day: date) -> int:
    return day.year * 12 + day.month
