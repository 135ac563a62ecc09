"""CSV for a Brazilian Excel."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from aceite.kit.spreadsheets import brazilian_csv


def written(*cells: object) -> str:
    return b"".join(brazilian_csv([cells])).decode("utf-8-sig")


def test_cells_as_brazilians_read_them() -> None:
    row = (
        "Pão",
        Decimal("1234.50"),
        Decimal("-1E+2"),
        7,
        True,
        None,
        date(2026, 11, 4),
        datetime(2026, 11, 4, 9, 5, tzinfo=UTC),
    )
    assert written(*row) == "Pão;1234,50;-100;7;sim;;04/11/2026;04/11/2026 09:05\r\n"


def test_it_begins_with_a_byte_order_mark() -> None:
    assert next(brazilian_csv([])) == b"\xef\xbb\xbf"


def test_separators_quotes_and_lines_inside_a_cell_survive() -> None:
    cells = ["a;b", 'diz "oi"', "duas\nlinhas"]
    assert next(csv.reader(io.StringIO(written(*cells), newline=""), delimiter=";")) == cells


@pytest.mark.parametrize("text", ["=1+1", "+55", "-2", "@SUM(A1)", " =1", "\t=1", "\r=1", "\uff1d1"])
def test_formulas_are_made_harmless(text: str) -> None:
    assert next(csv.reader(io.StringIO(written(text), newline=""), delimiter=";")) == [f"'{text}"]


def test_harmless_text_is_left_alone() -> None:
    assert written("a=b", "Rua 3 - fundos") == "a=b;Rua 3 - fundos\r\n"


def test_rows_are_taken_one_at_a_time() -> None:
    taken: list[int] = []

    def rows() -> Iterator[list[object]]:
        for i in range(3):
            taken.append(i)
            yield [i]

    stream = brazilian_csv(rows())
    next(stream)
    assert next(stream) == b"0\r\n"
    assert taken == [0]


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError):
        written(1.5)
