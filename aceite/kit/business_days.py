"""Brazilian business days: what falls on another day is paid on the next one (Lei 7.089/1983; Código Civil 132 §1)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aceite.kit.late import late

if TYPE_CHECKING:
    import holidays
else:
    holidays = late("holidays")

_DAY: Final = timedelta(days=1)
_TYPED: Final = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?:[\s:\u2013-]+(.*))?")
# 29 February is a day too.
_LEAP: Final = 2000


@dataclass(frozen=True, slots=True)
class DaysOff:
    """What is no business day besides weekends and what is one nowhere in the country.

    The public holidays of a `state` (two letters), and a place's `own` days: "03-25" each year, "2026-12-26" that once.
    """

    state: str = ""
    own: frozenset[str] = frozenset()

    def holds(self, day: date) -> bool:
        """Whether it is one of its own."""
        return bool(self.own) and (f"{day:%m-%d}" in self.own or day.isoformat() in self.own)


NATIONAL: Final = DaysOff()


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day as somebody wrote it down; without a `year` it is one each year."""

    day: int
    month: int
    year: int | None
    name: str

    @property
    def key(self) -> str:
        """As `DaysOff.own` holds it."""
        return f"{self.year}-{self.month:02}-{self.day:02}" if self.year else f"{self.month:02}-{self.day:02}"

    def __str__(self) -> str:
        when = f"{self.day:02}/{self.month:02}" + (f"/{self.year}" if self.year else "")
        return f"{when} {self.name}".strip()


def own_day(line: str) -> OwnDay | None:
    """A line like "25/03 Aniversário da cidade" or "26/12/2026"; None for what is no day."""
    read = _TYPED.fullmatch(line.strip())
    if read is None:
        return None
    day, month, year = int(read[1]), int(read[2]), int(read[3]) if read[3] else None
    try:
        date(year or _LEAP, month, day)
    except ValueError:
        return None
    return OwnDay(day, month, year, " ".join((read[4] or "").split()))


def is_business_day(day: date, off: DaysOff = NATIONAL) -> bool:
    """Whether banks work: no weekend, no national holiday (Carnival and Corpus Christi count, as banks close), and none
    of the days `off`."""
    return day.weekday() < 5 and day not in _holidays(day.year, off.state) and not off.holds(day)


def next_business_day(day: date, off: DaysOff = NATIONAL) -> date:
    """The day itself, or the first business day after it."""
    while not is_business_day(day, off):
        day += _DAY
    return day


def add_business_days(day: date, count: int, off: DaysOff = NATIONAL) -> date:
    """The business day that stands `count` business days after `day`, the day itself excluded (CC 132)."""
    for _ in range(count):
        day = next_business_day(day + _DAY, off)
    return day


@lru_cache(maxsize=512)
def _holidays(year: int, state: str) -> frozenset[date]:
    closed = set(holidays.financial_holidays("BVMF", years=year))
    return frozenset(closed | set(holidays.country_holidays("BR", subdiv=state, years=year) if state else ()))
