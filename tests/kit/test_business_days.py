"""Days on which nothing can be paid are known, and passed over."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.kit.brazil import UFS
from aceite.kit.business_days import add_business_days, is_business_day, next_business_day

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
    assert is_business_day(date.fromisoformat(day), state) is works


def test_a_due_date_moves_past_christmas_and_the_weekend() -> None:
    assert next_business_day(date(2026, 12, 25)) == date(2026, 12, 28)
    assert next_business_day(date(2026, 12, 24)) == date(2026, 12, 24)


def test_five_business_days_are_a_week() -> None:
    assert add_business_days(date(2026, 11, 24), 5) == date(2026, 12, 1)


@settings(deadline=None, max_examples=50)
@given(DAYS, st.sampled_from(["", *UFS]), st.integers(0, 40))
def test_counting_business_days_agrees_with_looking_at_each(day: date, state: str, count: int) -> None:
    reached = add_business_days(day, count, state)
    between = [day + timedelta(days=n) for n in range(1, (reached - day).days + 1)]
    assert sum(is_business_day(each, state) for each in between) == count
    assert not count or is_business_day(reached, state)
