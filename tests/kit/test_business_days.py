"""Days on which nothing can be paid are known, and passed over."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.kit.brazil import UFS
from aceite.kit.business_days import DaysOff, add_business_days, is_business_day, next_business_day, own_day

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "state", "works"),
    [
        ("2026-11-27", "", True),
        ("2026-11-28", "", False),
        ("2026-12-25", "", False),
        ("2026-02-17", "", False),
        ("2026-06-04", "", False),
        ("2026-11-20", "", False),
        ("2026-07-09", "", True),
        ("2026-07-09", "SP", False),
        ("2026-07-09", "RJ", True),
    ],
)
def test_weekends_and_holidays_are_no_business_days(day: str, state: str, works: bool) -> None:
    assert is_business_day(date.fromisoformat(day), DaysOff(state)) is works


def test_a_due_date_moves_past_christmas_and_the_weekend() -> None:
    assert next_business_day(date(2026, 12, 25)) == date(2026, 12, 28)
    assert next_business_day(date(2026, 12, 24)) == date(2026, 12, 24)


def test_five_business_days_are_a_week() -> None:
    assert add_business_days(date(2026, 11, 24), 5) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("line", "key", "again"),
    [
        ("25/3 Aniversário  da cidade", "03-25", "25/03 Aniversário da cidade"),
        (" 26/12/2026 - Recesso", "2026-12-26", "26/12/2026 Recesso"),
        ("29/02", "02-29", "29/02"),
        ("31/02", None, None),
        ("29/02/2027", None, None),
        ("Aniversário da cidade", None, None),
        ("25/03/26", None, None),
    ],
)
def test_a_day_is_read_as_people_write_it(line: str, key: str | None, again: str | None) -> None:
    day = own_day(line)
    assert (day and day.key, day and str(day)) == (key, again)


def test_a_towns_day_counts_each_year_and_a_dated_one_once() -> None:
    off = DaysOff("", frozenset({"03-25", "2026-12-28"}))
    assert [is_business_day(date(year, 3, 25), off) for year in (2026, 2027)] == [False, False]
    assert next_business_day(date(2026, 12, 25), off) == date(2026, 12, 29)
    assert is_business_day(date(2027, 12, 28), off)


@settings(deadline=None, max_examples=50)
@given(DAYS, st.sampled_from(["", *UFS]), st.integers(0, 40))
def test_counting_business_days_agrees_with_looking_at_each(day: date, state: str, count: int) -> None:
    off = DaysOff(state, frozenset({"03-25", "2026-12-28"}))
    reached = add_business_days(day, count, off)
    between = [day + timedelta(days=n) for n in range(1, (reached - day).days + 1)]
    assert sum(is_business_day(each, off) for each in between) == count
    assert not count or is_business_day(reached, off)
