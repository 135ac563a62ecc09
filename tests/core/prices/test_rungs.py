"""Which price counts: nearest list first, the step that is reached, the day that is one of its days."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.prices.rungs import Listed, Reach, Step, ladder, on_rung, price_of

DAY = date(2026, 11, 24)
CATALOGUE = Decimal(100)
amounts = st.decimals(min_value=0, max_value=1000, places=2)
quantities = st.decimals(min_value=0, max_value=50, places=1)
days = st.none() | st.dates(min_value=date(2026, 11, 1), max_value=date(2026, 12, 20))


def listed(key: int = 1, reach: Reach = Reach.EVERYBODY, *steps: tuple[str, str], **when: date) -> Listed:
    pairs = steps or (("0", "90"),)
    return Listed(key, f"Tabela {key}", reach, [Step(Decimal(n), Decimal(price)) for n, price in pairs], **when)


def test_the_catalogue_counts_where_no_list_speaks() -> None:
    later = listed(starts_on=date(2026, 12, 1))
    over = listed(2, ends_on=date(2026, 11, 23))
    assert price_of(CATALOGUE, Decimal(1), [later, over], DAY).price == CATALOGUE
    assert price_of(CATALOGUE, Decimal(1), [], DAY).name == ""


def test_first_and_last_day_count() -> None:
    today = listed(starts_on=DAY, ends_on=DAY)
    assert price_of(CATALOGUE, Decimal(1), [today], DAY).price == Decimal(90)


def test_the_nearest_list_goes_first_however_dear_or_old() -> None:
    everybody, group = listed(3), listed(2, Reach.GROUP, ("0", "95"))
    hers = listed(1, Reach.CUSTOMER, ("0", "120"))
    assert price_of(CATALOGUE, Decimal(1), [everybody, group, hers], DAY).name == "Tabela 1"
    assert price_of(CATALOGUE, Decimal(1), [everybody, group], DAY).name == "Tabela 2"


def test_among_equals_the_one_that_began_last_goes_first() -> None:
    usual, season = listed(9), listed(1, Reach.EVERYBODY, ("0", "80"), starts_on=date(2026, 11, 1))
    assert price_of(CATALOGUE, Decimal(1), [usual, season], DAY).price == Decimal(80)


def test_a_list_without_a_price_for_so_few_leaves_it_to_the_next() -> None:
    many = listed(2, Reach.GROUP, ("10", "70"), ("50", "60"))
    lists = [many, listed(1)]
    prices = [price_of(CATALOGUE, Decimal(n), lists, DAY).price for n in (1, "9.9999", 10, 49, 50, 1000)]
    assert prices == [Decimal(n) for n in (90, 90, 70, 70, 60, 60)]


@st.composite
def some_list(draw: st.DrawFn) -> Listed:
    steps = draw(st.dictionaries(quantities, amounts, max_size=3))
    pairs = [Step(quantity, price) for quantity, price in steps.items()]
    key, reach = draw(st.integers(1, 5)), draw(st.sampled_from(Reach))
    return Listed(key, f"Tabela {key}", reach, pairs, draw(days), draw(days))


@settings(max_examples=150, deadline=None)
@given(st.lists(some_list(), max_size=4, unique_by=lambda one: one.key), quantities, amounts)
def test_the_ladder_says_what_choosing_says_at_every_quantity(
    lists: list[Listed], quantity: Decimal, catalogue: Decimal
) -> None:
    rungs = ladder(catalogue, lists, DAY)
    found, stood = price_of(catalogue, quantity, lists, DAY), on_rung(rungs, quantity)
    assert (stood.price, stood.name) == (found.price, found.name)
    assert rungs[0].from_quantity == 0
    assert all(low.from_quantity < high.from_quantity for low, high in pairwise(rungs))
    assert all((low.price, low.name) != (high.price, high.name) for low, high in pairwise(rungs))
