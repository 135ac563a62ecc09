"""What recurs stands apart from what is paid once, and falls due on the days that were agreed."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.proposals.pricing import BadPrice, Discount, PricedLine, price
from aceite.core.proposals.recurring import (
    MONTHS,
    Dues,
    Recurring,
    as_data,
    charges,
    first_due_after,
    gathered,
    recurring_of,
    value_of,
)
from aceite.core.proposals.recurring_words import price_words
from tests.core.proposals.test_pricing import CENTS, DISCOUNTS, LINES, RATES

RHYTHMS = st.sampled_from(sorted(MONTHS))
PERIODS = st.integers(0, 30)
AMOUNTS = st.decimals(min_value="0.01", max_value=10**6, places=2)
PARTS = st.lists(st.builds(Recurring, RHYTHMS, PERIODS, AMOUNTS), min_size=1, max_size=5).map(gathered)
DAYS = st.dates(date(2026, 1, 1), date(2031, 12, 31))
DUES = st.builds(Dues, DAYS, st.integers(0, 31))
MAINTENANCE = PricedLine(Decimal(1), Decimal(890), recurs="month", periods=12)
SETUP = PricedLine(Decimal(1), Decimal(12000))


def plain(words: str) -> str:
    return words.replace("\xa0", " ")


@settings(deadline=None, max_examples=60)
@given(st.lists(LINES, min_size=1, max_size=6), st.lists(LINES, max_size=4), DISCOUNTS, CENTS, RATES)
def test_what_recurs_changes_no_sum_of_what_is_paid_once(
    once: list[PricedLine], monthly: list[PricedLine], discount: Discount, freight: Decimal, rate: Decimal
) -> None:
    recurring = [PricedLine(line.quantity, line.unit_price, line.discount, recurs="month") for line in monthly]
    alone, together = price(once, discount, freight, rate), price([*once, *recurring], discount, freight, rate)
    assert (alone.total, alone.subtotal, alone.discount) == (together.total, together.subtotal, together.discount)
    assert together.shares[len(once) :] == (Decimal(0),) * len(monthly)
    each = sum((line.total for line in together.lines[len(once) :]), Decimal(0))
    assert together.value == together.total + 12 * each


def test_a_subscription_counts_its_whole_time_and_one_without_an_end_a_year() -> None:
    endless = PricedLine(Decimal(1), Decimal(300), recurs="quarter")
    totals = price([SETUP, MAINTENANCE, endless])
    assert totals.total == 12000 and totals.value == 12000 + 12 * 890 + 4 * 300
    left_out = PricedLine(Decimal(1), Decimal(890), counts=False, recurs="month", periods=12)
    assert price([SETUP, left_out]).recurring == ()
    words = plain(price_words(totals.total, totals.recurring))
    assert words == ("R$ 12.000,00 uma vez + R$ 890,00 por mês, por 12 meses + R$ 300,00 por trimestre, até cancelar")
    assert plain(price_words(Decimal(0), totals.recurring[:1])) == "R$ 890,00 por mês, por 12 meses"


@pytest.mark.parametrize(("recurs", "periods"), [("week", 3), ("month", -1), ("month", 361)])
def test_a_rhythm_nobody_knows_or_without_measure_is_refused(recurs: str, periods: int) -> None:
    with pytest.raises(BadPrice) as refused:
        price([PricedLine(Decimal(1), Decimal(1), recurs=recurs, periods=periods)])
    assert refused.value.place == "lines.0.periods"


@given(PARTS)
def test_sums_of_one_rhythm_and_time_are_one_and_come_back_from_what_is_kept(parts: tuple[Recurring, ...]) -> None:
    assert len({(part.every, part.periods) for part in parts}) == len(parts)
    assert recurring_of(as_data(parts)) == parts
    assert value_of(parts) == value_of(gathered([*parts[::-1]]))


@settings(deadline=None, max_examples=80)
@given(PARTS, DUES, st.integers(0, 900), st.integers(0, 400))
def test_charges_only_grow_with_the_horizon_and_fall_on_the_agreed_day(
    parts: tuple[Recurring, ...], dues: Dues, days: int, more: int
) -> None:
    until = dues.first + timedelta(days=days)
    some, later = charges(parts, dues, until=until), charges(parts, dues, until=until + timedelta(days=more))
    assert later[: len(some)] == some
    assert [one.due_on for one in later] == sorted({one.due_on for one in later})
    for one in later[1:]:
        wanted = dues.day or dues.first.day
        assert one.due_on.day == min(wanted, monthrange(one.due_on.year, one.due_on.month)[1])


@settings(deadline=None, max_examples=60)
@given(PARTS, DUES)
def test_all_charges_of_what_has_an_end_are_its_value(parts: tuple[Recurring, ...], dues: Dues) -> None:
    ending = tuple(part for part in parts if part.periods)
    found = charges(ending, dues, until=date(2075, 1, 1))
    assert sum((one.amount for one in found), Decimal(0)) == value_of(ending)


def test_nothing_falls_due_after_the_end_and_short_months_lend_their_last_day() -> None:
    monthly = (Recurring("month", 0, Decimal(890)),)
    dues = Dues(date(2027, 1, 31))
    found = charges(monthly, dues, until=date(2027, 12, 31), ends_on=date(2027, 3, 31))
    assert [one.due_on for one in found] == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    assert charges(monthly, dues, until=date(2027, 12, 31), ends_on=date(2027, 1, 30)) == []
    assert first_due_after(date(2027, 1, 31), 0) == date(2027, 2, 28)
    assert first_due_after(date(2027, 1, 10), 31) == date(2027, 2, 28)
