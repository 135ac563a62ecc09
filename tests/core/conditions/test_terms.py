"""Terms make payments that add up to the cent and fall due on days that exist and on which one can pay."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.conditions.terms import BadTerms, Pace, Terms, fit_terms
from aceite.core.conditions.usual import USUAL
from aceite.core.proposals.pricing import BadPrice, check_plan, plan_by
from aceite.kit.brazil import UFS
from aceite.kit.business_days import DaysOff, is_business_day

TUESDAY = date(2026, 11, 24)
DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))
TERMS = st.builds(
    Terms,
    parts=st.integers(1, 24),
    first_after=st.integers(0, 120),
    pace=st.sampled_from(list(Pace)),
    every=st.integers(1, 60),
    month_day=st.integers(1, 31),
    only_business_days=st.booleans(),
    down_kind=st.sampled_from(["", "percent"]),
    down_value=st.decimals(min_value="0.01", max_value="90", places=4),
)


def dues(terms: Terms, base: date = TUESDAY, state: str = "", total: int = 900) -> list[str]:
    return [f"{payment.due_on:%d/%m/%Y}" for payment in plan_by(terms, Decimal(total), base, DaysOff(state))]


@settings(deadline=None, max_examples=80)
@given(TERMS, st.decimals(min_value="10", max_value=10**10, places=2), DAYS, st.sampled_from(["", *UFS]))
def test_any_terms_add_up_and_fall_due_in_their_order(terms: Terms, total: Decimal, base: date, state: str) -> None:
    off = DaysOff(state, frozenset({"03-25", "2026-12-28"}))
    payments = plan_by(fit_terms(terms), total, base, off)
    check_plan(total, [payment.amount for payment in payments])
    days = [payment.due_on for payment in payments]
    assert days == sorted(days) and days[0] >= base
    assert not terms.only_business_days or all(is_business_day(day, off) for day in days)


def test_thirty_sixty_ninety_days_pass_over_weekends_and_holidays() -> None:
    assert dues(Terms(parts=3, first_after=30)) == ["24/12/2026", "25/01/2027", "22/02/2027"]
    assert dues(Terms(parts=3, first_after=30, only_business_days=False))[1] == "23/01/2027"


def test_a_states_holiday_counts_where_the_company_says_so() -> None:
    on_the_ninth = Terms(pace=Pace.FIXED_DAY, month_day=9)
    assert dues(on_the_ninth, date(2026, 7, 1)) == ["09/07/2026"]
    assert dues(on_the_ninth, date(2026, 7, 1), "SP") == ["10/07/2026"]


def test_a_fixed_day_is_the_last_one_of_a_shorter_month() -> None:
    terms = Terms(parts=4, first_after=15, pace=Pace.FIXED_DAY, month_day=31, only_business_days=False)
    assert dues(terms) == ["31/12/2026", "31/01/2027", "28/02/2027", "31/03/2027"]


def test_a_fixed_day_never_comes_before_the_days_that_were_promised() -> None:
    terms = Terms(parts=1, first_after=20, pace=Pace.FIXED_DAY, month_day=10, only_business_days=False)
    assert dues(terms) == ["10/01/2027"]


def test_five_business_days_skip_the_weekend() -> None:
    assert dues(Terms(first_after=5, pace=Pace.BUSINESS_DAYS)) == ["01/12/2026"]


def test_a_down_payment_in_percent_takes_its_cents_and_the_rest_is_shared() -> None:
    terms = Terms(parts=3, first_after=30, down_kind="percent", down_value=Decimal("33.3333"))
    amounts = [str(payment.amount) for payment in plan_by(terms, Decimal("100.01"), TUESDAY)]
    assert amounts == ["33.34", "22.23", "22.22", "22.22"]


def test_a_down_payment_above_the_total_is_told() -> None:
    with pytest.raises(BadPrice) as refused:
        plan_by(Terms(down_kind="amount", down_value=Decimal(901)), Decimal(900), TUESDAY)
    assert refused.value.place == "down_payment"


def test_a_day_beyond_the_calendar_is_told() -> None:
    with pytest.raises(BadPrice, match="longe demais"):
        plan_by(Terms(parts=3), Decimal(900), date.max)


@pytest.mark.parametrize("usual", USUAL, ids=lambda usual: usual.name)
def test_everybodys_conditions_work(usual: object) -> None:
    assert plan_by(fit_terms(usual.terms), Decimal("1234.56"), TUESDAY)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("terms", "place"),
    [
        (Terms(parts=0), "parts"), (Terms(parts=61), "parts"), (Terms(pace="weekly"), "pace"),
        (Terms(first_after=-1), "first_after"), (Terms(every=0), "every"), (Terms(month_day=32), "month_day"),
        (Terms(down_kind="half"), "down_kind"), (Terms(down_kind="percent"), "down_value"),
        (Terms(down_kind="percent", down_value=Decimal(100)), "down_value"), (Terms(rate=Decimal(-100)), "rate"),
        (Terms(down_kind="amount", down_value=Decimal(10**11)), "down_value"),
    ],
)  # fmt: skip
def test_terms_nobody_can_pay_by_name_their_field(terms: Terms, place: str) -> None:
    with pytest.raises(BadTerms) as refused:
        fit_terms(terms)
    assert refused.value.place == place
