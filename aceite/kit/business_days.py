"""Brazilian business days: what falls on another day is paid on the next one (Lei 7.089/1983; Código Civil 132 §1)."""

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from aceite.kit.late import late

if TYPE_CHECKING:
    import holidays
else:
    holidays = late("holidays")

_DAY = timedelta(days=1)


def is_business_day(day: date, state: str = "") -> bool:
    """Whether banks work: no weekend, no national holiday (Carnival and Corpus Christi count, as banks close), and no
    public holiday of `state` (two letters) when one is given. Holidays of a town are not known here."""
    return day.weekday() < 5 and day not in _holidays(day.year, state)


def next_business_day(day: date, state: str = "") -> date:
    """The day itself, or the first business day after it."""
    while not is_business_day(day, state):
        day += _DAY
    return day


def add_business_days(day: date, count: int, state: str = "") -> date:
    """The business day that stands `count` business days after `day`, the day itself excluded (CC 132)."""
    for _ in range(count):
        day = next_business_day(day + _DAY, state)
    return day


@lru_cache(maxsize=512)
def _holidays(year: int, state: str) -> frozenset[date]:
    closed = set(holidays.financial_holidays("BVMF", years=year))
    return frozenset(closed | set(holidays.country_holidays("BR", subdiv=state, years=year) if state else ()))
