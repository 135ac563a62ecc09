"""CEP, phones and dates as typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aceite.kit.brazil import (
    UFS,
    BadCep,
    BadDate,
    BadPhone,
    add_months,
    format_cep,
    format_date_br,
    format_phone,
    parse_cep,
    parse_date_br,
    parse_phone,
)


@pytest.mark.parametrize("text", ["01310-100", "01310100", " 01.310-100 "])
def test_cep(text: str) -> None:
    assert format_cep(parse_cep(text)) == "01310-100"


@pytest.mark.parametrize("text", ["", "1310-100", "00000-000", "0131O-100", "٠١٣١٠١٠٠"])
def test_no_cep(text: str) -> None:
    with pytest.raises(BadCep, match="oito números"):
        parse_cep(text)


@pytest.mark.parametrize("text", ["(11) 98765-4321", "11987654321", "+55 11 98765-4321", "011 98765 4321"])
def test_phone(text: str) -> None:
    assert parse_phone(text) == "+5511987654321"
    assert format_phone("+5511987654321") == "(11) 98765-4321"


def test_a_foreign_phone_keeps_its_country() -> None:
    assert format_phone(parse_phone("+351 912 345 678")) == "+351 912 345 678"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("liga lá", "Isto não é um telefone"), ("", "Isto não é um telefone"), ("98765-4321", "Falta o DDD"),
        ("(11) 3333-4444 ramal 12", "sem o ramal"), ("(20) 98765-4321", "não existe"),
    ],
)  # fmt: skip
def test_no_phone(text: str, sentence: str) -> None:
    with pytest.raises(BadPhone, match=sentence):
        parse_phone(text)


@pytest.mark.parametrize("text", ["24/11/2026", "24-11-2026", "24.11.2026", "2026-11-24", "24/11/26", " 24/11/2026 "])
def test_dates(text: str) -> None:
    assert parse_date_br(text) == date(2026, 11, 24)


def test_two_digit_years_follow_posix() -> None:
    assert [parse_date_br(f"1/2/{year}").year for year in ("68", "69")] == [2068, 1969]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("amanhã", "Escreva a data como"), ("24/11-2026", "Escreva a data como"), ("24/11/026", "Escreva a data como"),
        ("11/24/2026", "O mês 24 não existe"), ("29/02/2026", "O dia 29 não existe em 02/2026"),
        ("2026-02-30", "O dia 30 não existe em 02/2026"), ("00/01/2026", "O dia 0 não existe"),
        ("01/01/0000", "O ano não existe"),
    ],
)  # fmt: skip
def test_no_dates(text: str, sentence: str) -> None:
    with pytest.raises(BadDate, match=sentence):
        parse_date_br(text)


@given(st.dates())
def test_a_written_date_reads_back(day: date) -> None:
    assert parse_date_br(format_date_br(day)) == day


def test_months_end_where_the_month_ends() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 11, 24), 14) == date(2028, 1, 24)
    assert add_months(date(2028, 3, 31), -1) == date(2028, 2, 29)


def test_there_are_27_states() -> None:
    assert len(UFS) == 27
    assert UFS["DF"] == "Distrito Federal"
