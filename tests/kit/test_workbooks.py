"""Excel workbooks: typed cells, and text that stays text."""

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest

from aceite.kit.workbooks import stream_workbook


def cells(*rows: list[object]) -> str:
    with zipfile.ZipFile(BytesIO(b"".join(stream_workbook("Vendas", rows)))) as parts:
        assert parts.testzip() is None
        return parts.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("text", ["=1+1", "+55 11", "-2", "@SUM(A1)", "{=A1}", "https://x.example", "007", "\t=1"])
def test_text_stays_text(text: str) -> None:
    sheet = cells(["Título"], [text])
    assert text.strip() in sheet and "<f>" not in sheet and "<hyperlink" not in sheet and "<v>" not in sheet


def test_numbers_and_dates_are_what_they_are() -> None:
    moment = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    sheet = cells(["Total"], [Decimal("1234.50"), 7, True, None, date(2026, 11, 24), moment])
    for value in ("<v>1234.5", "<v>7</v>", "sim", "<v>46350</v>", "<v>46350.5</v>"):
        assert value in sheet
    with pytest.raises(TypeError):
        list(stream_workbook("Vendas", [["Total"], [1.5]]))


def test_controls_and_long_texts_leave_a_sound_file() -> None:
    sheet = cells(["a\x01b<&>"], ["x" * 40_000])
    assert "_x0001_" in sheet and "&lt;&amp;&gt;" in sheet and "x" * 32_768 not in sheet
