"""Strangers' spreadsheets: read as they were meant, and the dangerous ones refused with a reason."""

from datetime import date
from decimal import Decimal

import pytest

from aceite.kit.sheet_reading import MOST_ROWS, SheetRefused, read_sheet
from aceite.kit.spreadsheets import brazilian_csv
from tests.core.imports.sheets import workbook as as_workbook
from tests.kit.test_tables import SHEET, workbook

FAR = SHEET.replace('r="B3"', 'r="XFD1048576"').replace('<row r="3"', '<row r="1048576"')
ROWS = [
    ("CPF", "Preço", "Nota", "Dia", "Ativo"),
    ("012", Decimal("1.234"), "=1+1", date(2026, 1, 2), True),
    ("+55 11", Decimal("-1234567.8901"), "@x", None, False),
]


@pytest.mark.parametrize("content", [as_workbook(ROWS), b"".join(brazilian_csv(ROWS))], ids=["xlsx", "csv"])
def test_what_was_written_is_read_again(content: bytes) -> None:
    sheet = read_sheet(content)
    assert sheet.headings == ["CPF", "Preço", "Nota", "Dia", "Ativo"]
    assert [row.number for row in sheet.rows] == [2, 3]
    assert sheet.rows[0].cells == ["012", "1,234", "=1+1", "02/01/2026", "sim"]
    assert sheet.rows[1].cells == ["+55 11", "-1234567,8901", "@x", "", "não"]


def test_nothing_is_never_less_than_nothing() -> None:
    sheet = read_sheet(as_workbook([("Preço",), (Decimal("-0.0"),), (Decimal("-0.5"),)]))
    assert [row.cells for row in sheet.rows] == [["0"], ["-0,5"]]


def test_empty_rows_count_so_that_numbers_are_those_of_the_spreadsheet() -> None:
    sheet = read_sheet(b"\r\nCodigo;Nome\r\n;\r\nF1;Forno\r\n")
    assert [(row.number, row.cells) for row in sheet.rows] == [(4, ["F1", "Forno"])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"a;b\n" * (MOST_ROWS + 2), "too_many_rows"),
        (b";".join([b"a"] * 61) + b"\nb", "too_many_columns"),
        (b"PK\x03\x04no", "unreadable"),
        (b"%PDF-1.7\x00", "unreadable"),
        (bytes(10_000_001), "too_big"),
        # One cell at the far corner, whose sheet would fill any memory.
        (
            workbook(sheet=SHEET.replace('r="B3"', 'r="XFD1048576"').replace('<row r="3"', '<row r="1048576"')),
            "too_heavy",
        ),
    ],
)
def test_what_is_not_taken_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content)
    assert refused.value.reason == reason
