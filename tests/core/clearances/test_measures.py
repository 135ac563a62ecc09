"""What a draft gives away, and which limits that passes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.clearances.measures import Limit, Measure, Offer, Offered, caught_by, measured
from aceite.kit.money import cents


def line(total: str, *, price: str = "100", listed: str | None = "100", cost: str | None = "60") -> Offered:
    """One unit."""
    return Offered(
        Decimal(1), Decimal(price), Decimal(total), Decimal(listed) if listed else None, Decimal(cost) if cost else None
    )


def monthly(total: str, *, cost: str | None = "60") -> Offered:
    """The same, paid for a year."""
    return replace(line(total, cost=cost), recurs=True, periods=12)


def offer(*lines: Offered, discount: str = "0", adjustment: str = "0", total: str = "0") -> Offer:
    return Offer(lines, Decimal(discount), Decimal(adjustment), Decimal(total))


@pytest.mark.parametrize(
    ("draft", "discount"),
    [
        (offer(line("100")), 0),
        (offer(line("90")), 10),
        # The seller wrote another price instead of a discount.
        (offer(line("90", price="90")), 10),
        (offer(line("100"), line("100"), discount="30"), 15),
        (offer(line("100"), adjustment="-5"), 5),
        # What the way of paying adds takes nothing off.
        (offer(line("100"), adjustment="5"), 0),
        # A free line is measured by its own price.
        (offer(line("90", listed=None)), 10),
        # What recurs weighs in all its periods: 600 of 1300.
        (offer(line("100"), monthly("50")), Decimal("46.1538")),
        # It thins nothing of what is given on what is paid once.
        (offer(line("100"), monthly("100"), discount="20"), 20),
        (offer(line("110", price="110"), monthly("100"), discount="20"), 10),
        (offer(monthly("90")), 10),
        (offer(line("0", price="0", listed="0")), 0),
        (offer(), 0),
    ],
)
def test_every_way_to_take_off_the_list_counts(draft: Offer, discount: int) -> None:
    assert measured(draft).discount == discount


def test_dearer_lines_make_up_for_cheaper_ones_but_not_in_the_largest() -> None:
    found = measured(offer(line("80"), line("120", price="120")))
    assert found.discount == 0 and found.line_discount == 20


@pytest.mark.parametrize(
    ("draft", "margin"),
    [
        (offer(line("100")), 40),
        (offer(line("80")), 25),
        # What is given on the total is borne by each line's part: 100 of 200 bears 10 of 20.
        (offer(line("100"), line("100", cost=None), discount="20"), Decimal("33.3333")),
        # What recurs bears nothing of it, and weighs in all its periods.
        (offer(line("100"), monthly("100", cost=None), discount="20"), 25),
        (offer(monthly("100"), line("100", cost=None), discount="20"), 40),
        (offer(line("100", cost="40"), monthly("50")), Decimal("-8.5714")),
        (offer(line("100", cost=None)), None),
        (offer(line("0")), -100),
        (offer(line("0", cost="0")), 0),
    ],
)
def test_margin_is_what_is_left_of_lines_whose_cost_is_known(draft: Offer, margin: Decimal | None) -> None:
    assert measured(draft).margin == margin


@pytest.mark.parametrize(
    ("limit", "draft", "found"),
    [
        (Limit(1, Measure.DISCOUNT, Decimal(10)), offer(line("90")), None),
        (Limit(1, Measure.DISCOUNT, Decimal(10)), offer(line("89.99")), "10.01"),
        (Limit(1, Measure.LINE_DISCOUNT, Decimal(10)), offer(line("100"), line("80")), "20"),
        (Limit(1, Measure.TOTAL, Decimal(1000)), offer(line("100"), total="1000"), None),
        (Limit(1, Measure.TOTAL, Decimal(1000)), offer(line("100"), total="1000.01"), "1000.01"),
        (Limit(1, Measure.MARGIN, Decimal(40)), offer(line("100")), None),
        (Limit(1, Measure.MARGIN, Decimal(30)), offer(line("80")), "25"),
        (Limit(1, Measure.MARGIN, Decimal(30)), offer(line("80", cost=None)), None),
        (Limit(1, Measure.MARGIN, Decimal(30), ask_without_cost=True), offer(line("80", cost=None)), ""),
        (Limit(1, Measure.ALWAYS), offer(), ""),
    ],
)
def test_a_limit_is_passed_beyond_it_not_at_it(limit: Limit, draft: Offer, found: str | None) -> None:
    assert [one.found for one in caught_by([limit], measured(draft))] == ([] if found is None else [found])


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 100)), min_size=1, max_size=5))
def test_lines_at_one_discount_come_to_that_discount(lines: list[tuple[int, int]]) -> None:
    off = lines[0][1]
    prices = [Decimal(price) for price, _off in lines]
    sold = [Offered(Decimal(1), price, cents(price * (100 - off) / 100), price) for price in prices]
    found = measured(Offer(sold, Decimal(0), Decimal(0), Decimal(0)))
    assert found.discount == found.line_discount == off
