"""Prices and plans add up to the cent, whatever is typed."""

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.proposals.pricing import (
    BadPrice,
    Discount,
    DownPayment,
    PricedLine,
    Rhythm,
    check_plan,
    line_totals,
    plan,
    price,
)

CENTS = st.decimals(min_value=0, max_value=10**9, places=2)
PERCENT = st.decimals(min_value=0, max_value=100, places=4)
DISCOUNTS = st.one_of(st.just(Discount()), PERCENT.map(lambda value: Discount("percent", value)))
RATES = st.decimals(min_value=-99, max_value=100, places=4)
LINES = st.builds(
    PricedLine,
    quantity=st.decimals(min_value="0.0001", max_value=10_000, places=4),
    unit_price=st.decimals(min_value=0, max_value=10_000, places=10),
    discount=DISCOUNTS,
)
FIRST = date(2026, 12, 31)


@settings(deadline=None)
@given(st.lists(LINES, max_size=12), DISCOUNTS, CENTS, RATES)
def test_sums_add_up_to_the_cent(lines: list[PricedLine], discount: Discount, freight: Decimal, rate: Decimal) -> None:
    totals = price(lines, discount, freight, rate)
    assert totals.subtotal == sum(line.total for line in totals.lines)
    assert sum(totals.shares, Decimal(0)) == (totals.discount if lines else 0)
    base = totals.subtotal - totals.discount + totals.freight
    assert totals.total == base + totals.adjustment >= 0
    assert abs(Fraction(base) * Fraction(rate) / 100 - Fraction(totals.adjustment)) <= Fraction(1, 200)
    assert all(share <= line.total for share, line in zip(totals.shares, totals.lines, strict=True))
    assert all(amount == amount.quantize(Decimal("0.01")) for amount in (*totals.shares, totals.total))


@settings(deadline=None)
@given(st.lists(LINES, min_size=2, max_size=12), DISCOUNTS)
def test_order_of_lines_does_not_matter(lines: list[PricedLine], discount: Discount) -> None:
    assert price(lines, discount).total == price(lines[::-1], discount).total


@settings(deadline=None)
@given(st.decimals(min_value="0.6", max_value=10**9, places=2), st.integers(1, 60), st.data())
def test_instalments_add_up_to_the_total(total: Decimal, parts: int, data: st.DataObject) -> None:
    ahead = data.draw(st.decimals(min_value=0, max_value=total - Decimal("0.6"), places=2)) if total > 1 else Decimal(0)
    payments = plan(total, parts, Rhythm(FIRST), down=DownPayment(ahead))
    assert sum(payment.amount for payment in payments) == total
    assert all(payment.amount > 0 for payment in payments)
    rest = [payment.amount for payment in payments if payment.number]
    assert rest[0] >= rest[-1] and len(set(rest[1:])) <= 1
    check_plan(total, [payment.amount for payment in payments])


def test_rounds_half_up_at_the_cent() -> None:
    assert line_totals(PricedLine(Decimal("0.5"), Decimal("0.01"))).total == Decimal("0.01")
    assert line_totals(PricedLine(Decimal("3"), Decimal("0.335"))).total == Decimal("1.01")


@settings(deadline=None)
@given(
    st.decimals(min_value="0.0001", max_value="99999.9999", places=4),
    st.decimals(min_value=0, max_value="9999999.9999999999", places=10),
)
def test_longest_numbers_are_rounded_once(quantity: Decimal, unit_price: Decimal) -> None:
    exact = Fraction(quantity) * Fraction(unit_price)
    assert line_totals(PricedLine(quantity, unit_price)).gross * 100 == math.floor(exact * 100 + Fraction(1, 2))


def test_months_end_where_the_month_ends() -> None:
    days = [payment.due_on for payment in plan(Decimal(300), 3, Rhythm(FIRST))]
    assert days == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)]


def test_every_fifteen_days_with_a_down_payment() -> None:
    payments = plan(Decimal(1000), 3, Rhythm(FIRST, 15), method="boleto", down=DownPayment(Decimal(300), method="pix"))
    assert [(p.number, p.amount, p.method) for p in payments] == [
        (0, Decimal(300), "pix"),
        (1, Decimal("233.34"), "boleto"),
        (2, Decimal("233.33"), "boleto"),
        (3, Decimal("233.33"), "boleto"),
    ]
    assert payments[3].due_on == date(2027, 1, 30)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (PricedLine(Decimal(0), Decimal(10)), "lines.0.quantity"),
        (PricedLine(Decimal(1), Decimal(-10)), "lines.0.unit_price"),
        (PricedLine(Decimal(1), Decimal(10), Discount("amount", Decimal("10.01"))), "lines.0.discount_value"),
        (PricedLine(Decimal(1), Decimal(10), Discount("percent", Decimal("100.01"))), "lines.0.discount_value"),
        (PricedLine(Decimal(1), Decimal("NaN")), "lines.0.unit_price"),
    ],
)
def test_each_bad_price_names_its_field(line: PricedLine, place: str) -> None:
    with pytest.raises(BadPrice) as refused:
        price([line])
    assert refused.value.place == place


def test_discount_on_the_total_stays_within_it() -> None:
    with pytest.raises(BadPrice, match="maior que a soma"):
        price([PricedLine(Decimal(1), Decimal(10))], Discount("amount", Decimal(11)))


def test_paying_by_pix_takes_five_percent_off_and_by_card_adds() -> None:
    lines = [PricedLine(Decimal(1), Decimal("1000.10"))]
    assert price(lines, rate=Decimal(-5)).total == Decimal("950.09")
    by_card = price(lines, freight=Decimal("9.90"), rate=Decimal("3.2"))
    assert (by_card.adjustment, by_card.total) == (Decimal("32.32"), Decimal("1042.32"))


@pytest.mark.parametrize("rate", ["-100", "100.0001", "NaN", "Infinity"])
def test_a_rate_never_takes_all_of_it(rate: str) -> None:
    with pytest.raises(BadPrice) as refused:
        price([PricedLine(Decimal(1), Decimal(10))], rate=Decimal(rate))
    assert refused.value.place == "adjustment_rate"


def test_plan_that_does_not_add_up_says_by_how_much() -> None:
    with pytest.raises(BadPrice, match="Faltam R\\$\xa00,01"):
        check_plan(Decimal(100), [Decimal("50.00"), Decimal("49.99")])
    with pytest.raises(BadPrice, match="passam do total em R\\$\xa01,00"):
        check_plan(Decimal(100), [Decimal("101.00")])


@pytest.mark.parametrize(
    ("total", "parts", "ahead"), [("0", 1, "0"), ("-5", 1, "0"), ("10", 0, "0"), ("10", 1, "10"), ("0.02", 3, "0")]
)
def test_plans_that_cannot_be(total: str, parts: int, ahead: str) -> None:
    with pytest.raises(BadPrice):
        plan(Decimal(total), parts, Rhythm(FIRST), down=DownPayment(Decimal(ahead)))
