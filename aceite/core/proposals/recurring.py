"""What is paid again and again: so much a month, a quarter or a year, for so many times or until it is cancelled.

Pure. What recurs stands apart from what is paid once: no discount on the total, freight or way of paying touches it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
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


def charges(
    parts: Sequence[Recurring], dues: Dues, *, until: date, since: date | None = None, ends_on: date | None = None
) -> list[Charge]:
    """What falls due from `since` up to `until`, and not after `ends_on`, in order; one charge a day at most."""
    last = until if ends_on is None else min(until, ends_on)
    found = []
    month = 0
    longest = max((part.months for part in parts if part.periods), default=0)
    endless = any(not part.periods for part in parts)
    while (endless or month < longest) and (due_on := dues.due(month)) <= last:
        amount = sum((part.amount for part in parts if _falls(part, month)), ZERO)
        if amount and (since is None or due_on >= since):
            found.append(Charge(month, due_on, amount))
        month += 1
    return found


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


def taken_over_from(dues: Dues, step: int, ordered: date) -> date | None:
    """From when on what takes the place of payments due every `step` months is asked for, once some of them fell due
    before its order: from the month on in which they fall due next. None where none did."""
    if dues.first >= ordered:
        return None
    return next_due(dues, step, ordered - timedelta(days=1)).replace(day=1)


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


def _falls(part: Recurring, month: int) -> bool:
    return month % part.step == 0 and (not part.periods or month < part.months)
