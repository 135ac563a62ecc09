"""Cents add up, and amounts are read and written as Brazilians do."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aceite.kit.money import (
    BadNumber,
    amount_in_words,
    cents,
    format_brl,
    format_decimal_br,
    has_amount,
    parse_decimal_br,
    split_evenly,
    spread,
    without_amounts,
)

CENT = Decimal("0.01")
amounts = st.integers(-(10**15), 10**15).map(lambda n: Decimal(n).scaleb(-2))
weights = st.lists(st.decimals(0, 10**9, places=4), min_size=1, max_size=40)


@given(amounts, weights)
def test_shares_add_up_to_the_cent(total: Decimal, weights: list[Decimal]) -> None:
    shares = spread(total, weights)
    assert sum(shares) == total
    assert all(share == cents(share) and share.as_tuple().exponent == -2 for share in shares)


@given(amounts, weights)
def test_no_share_is_a_cent_off_its_due(total: Decimal, weights: list[Decimal]) -> None:
    assume(any(weights))
    for share, weight in zip(spread(total, weights), weights, strict=True):
        assert abs(share * sum(weights) - total * weight) < CENT * sum(weights)


def test_equal_remainders_go_in_order() -> None:
    assert spread(Decimal("0.02"), [Decimal(1)] * 3) == [CENT, CENT, 0]
    assert spread(Decimal("-0.02"), [Decimal(1)] * 3) == [-CENT, -CENT, 0]


def test_the_larger_remainder_goes_first() -> None:
    assert spread(Decimal("1.00"), [Decimal("1.2"), Decimal("1.8")]) == [Decimal("0.40"), Decimal("0.60")]
    assert spread(Decimal("0.01"), [Decimal(1), Decimal(2)]) == [0, CENT]


def test_a_zero_weight_gets_nothing_unless_all_are_zero() -> None:
    assert spread(Decimal("0.05"), [Decimal(0), Decimal(1), Decimal(1)]) == [0, Decimal("0.03"), Decimal("0.02")]
    assert spread(Decimal("0.05"), [Decimal(0), Decimal(0)]) == [Decimal("0.03"), Decimal("0.02")]


@pytest.mark.parametrize(
    ("total", "weights", "says"),
    [
        ("1.00", [], "nobody"), ("1.00", [Decimal(-1)], "not negative"), ("1.00", [Decimal("NaN")], "finite"),
        ("1.005", [Decimal(1)], "fractions of a cent"),
    ],
)  # fmt: skip
def test_what_cannot_be_shared_is_refused(total: str, weights: list[Decimal], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        spread(Decimal(total), weights)


@given(amounts, st.integers(1, 400))
def test_even_parts_add_up_and_only_the_first_differs(total: Decimal, parts: int) -> None:
    first, *others = split_evenly(total, parts)
    assert first + sum(others) == total
    assert len(others) == parts - 1
    assert len(set(others)) <= 1
    assert all(0 <= abs(first) - abs(other) < CENT * parts for other in others)


def test_the_first_part_takes_the_difference() -> None:
    assert split_evenly(Decimal("100.00"), 3) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_half_a_cent_goes_away_from_zero() -> None:
    assert [str(cents(Decimal(x))) for x in ("0.005", "0.015", "-0.005", "1")] == ["0.01", "0.02", "-0.01", "1.00"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e40"])
def test_no_cents_of_what_is_no_amount(value: str) -> None:
    with pytest.raises(BadNumber):
        cents(Decimal(value))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.234,56", "1234.56"), ("1234,56", "1234.56"), ("1234.56", "1234.56"), ("R$ 1.234,56", "1234.56"),
        ("R$\u00a01.234,56", "1234.56"), ("1.234", "1234"), ("1.234.567", "1234567"), ("0.500", "0.500"),
        ("1234.567", "1234.567"), ("12.5", "12.5"), ("-5", "-5"), ("R$ -5,00", "-5.00"), ("-R$ 5,00", "-5.00"),
        ("\u2212 5", "-5"), ("+5", "5"), (",50", "0.50"), (" 007 ", "7"), ("1,234", "1.234"),
    ],
)  # fmt: skip
def test_numbers_as_typed(typed: str, read: str) -> None:
    assert parse_decimal_br(typed) == Decimal(read)


@pytest.mark.parametrize(
    "typed",
    ["", "R$", "abc", "1,234.56", "1,2,3", "12.34.56", "1.23,4", "1,", "--5", "-R$-5", "١٢", "1e5", "NaN", "1" * 16,
     "0," + "1" * 11, "5 R$"],
)  # fmt: skip
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadNumber):
        parse_decimal_br(typed)


def test_the_refusal_quotes_what_was_typed() -> None:
    with pytest.raises(BadNumber, match=r"“doze reais” não é um número\. Escreva como 1\.234,56\."):
        parse_decimal_br("doze reais")


@given(amounts)
def test_what_is_written_reads_back(amount: Decimal) -> None:
    assert parse_decimal_br(format_brl(amount)) == amount


@given(st.decimals(-(10**12), 10**12, places=4))
def test_quantities_read_back(quantity: Decimal) -> None:
    assert parse_decimal_br(format_decimal_br(quantity, 4)) == quantity


def test_writing() -> None:
    assert format_brl(Decimal("12400")) == "R$\u00a012.400,00"
    assert format_brl(Decimal("-5.005")) == "-R$\u00a05,01"
    assert format_brl(Decimal("-0.001")) == "R$\u00a00,00"
    assert format_decimal_br(Decimal("1234.5"), 0) == "1.235"
    assert format_decimal_br(Decimal("-0.04"), 1) == "0,0"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("12400", "doze mil e quatrocentos reais"), ("1", "um real"), ("0", "zero reais"), ("0.01", "um centavo"),
        ("1.99", "um real e noventa e nove centavos"), ("1000000", "um milhão de reais"),
    ],
)  # fmt: skip
def test_amounts_in_words(amount: str, words: str) -> None:
    assert amount_in_words(Decimal(amount)) == words


def test_a_quadrillion_has_no_words() -> None:
    with pytest.raises(BadNumber):
        amount_in_words(Decimal("1e16"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Total: R$ 12.400,00 à vista", "Total: R$\xa0••• à vista"),
        ("R$\xa01,234.50 e R$5", "R$\xa0••• e R$\xa0•••"),
        ("desconto de R$ -3,20, R$&nbsp;7", "desconto de R$\xa0•••, R$\xa0•••"),
        ("2 un, 12.400,00 m² e US$ 5", "2 un, 12.400,00 m² e US$ 5"),
        ("em R$ e R$ •••", "em R$ e R$ •••"),
        ("R$ 10 000,00 ou R$ 12 mil, R$ 1,5 milhão", "R$\xa0••• ou R$\xa0•••, R$\xa0•••"),
        ("R$ 12 milhas, R$ 5 2026", "R$\xa0••• milhas, R$\xa0••• 2026"),
    ],
)
def test_amounts_go_out_of_sight_and_nothing_else(text: str, shown: str) -> None:
    assert without_amounts(text) == shown
    assert has_amount(text) == (text != shown)
    assert not has_amount(shown)
