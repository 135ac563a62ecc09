"""Opening a spreadsheet: everything here runs in a limited child, nothing here is called directly."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from aceite.kit.brazil import format_date_br
from aceite.kit.sheet_reading import MOST_COLUMNS, MOST_ROWS
from aceite.kit.spreadsheets import FORMULA_STARTS

LONGEST_CELL: Final = 8000
_ZIP: Final = b"PK\x03\x04"
# The old .xls, and any workbook with a password, are OLE files.
_OLE: Final = b"\xd0\xcf\x11\xe0"
_PARTERS: Final = (";", "\t", ",", "|")
_MIDNIGHT: Final = time()


class Unfit(Exception):
    """Why it is not taken: a key of SENTENCES."""


def read(data: bytes) -> bytes:
    """The heading and the numbered filled rows as JSON, every row as wide as the widest of them."""
    filled = [(number, cells) for number, cells in _bounded(_rows(data)) if any(cells)]
    if len(filled) < 2:
        raise Unfit("empty")
    width = max(len(cells) for _number, cells in filled)
    if width > MOST_COLUMNS:
        raise Unfit("too_many_columns")
    padded = [(number, cells + [""] * (width - len(cells))) for number, cells in filled]
    return json.dumps([padded[0][1], padded[1:]], ensure_ascii=False).encode()


def first_rows(job: Mapping[str, Any]) -> bytes:
    """The first so many rows of a workbook's first sheet that hold anything, as JSON."""
    filled = (row for row in _workbook(job["data"]) if any(row))
    return json.dumps(list(islice(filled, job["rows"])), ensure_ascii=False).encode()


def _rows(data: bytes) -> Iterator[list[str]]:
    if data.startswith((_ZIP, _OLE)):
        return _workbook(data)
    if b"\x00" in data[:2000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unfit("unreadable")
    return _csv(_decoded(data))


def _bounded(rows: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    filled = 0
    for number, row in enumerate(rows, 1):
        cells = [_as_meant(cell.strip()[:LONGEST_CELL]) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        filled += bool(cells)
        if filled > MOST_ROWS + 1:
            raise Unfit("too_many_rows")
        yield number, cells


def _as_meant(cell: str) -> str:
    # Exports put an apostrophe before what a spreadsheet would run; read back it is none of the text.
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip().startswith(FORMULA_STARTS) else cell


def _workbook(data: bytes) -> Iterator[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
    except PasswordError as problem:
        raise Unfit("encrypted") from problem
    except (CalamineError, OSError, ValueError) as problem:
        raise Unfit("unreadable") from problem
    # Rows above the first filled one count, so that a row's number is the one the spreadsheet shows.
    above = sheet.start[0] if sheet.start else 0
    yield from ([] for _row in range(above))
    for row in sheet.to_python():
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    match value:
        case bool():
            return "sim" if value else "não"
        case float():
            return _number(value)
        case datetime():
            return format_date_br(value) if value.time() == _MIDNIGHT else f"{format_date_br(value)} {value:%H:%M}"
        case date():
            return format_date_br(value)
        case timedelta():
            return ""
        case _:
            return str(value).strip()


def _number(value: float) -> str:
    # With a comma, so that 1.234 read back is no thousand; fifteen digits are what a spreadsheet holds.
    exact = Decimal(f"{value or 0.0:.15g}")
    plain = f"{exact:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a Brazilian Excel calls "CSV (separado por vírgulas)"; its five gaps hold nothing.
        return data.decode("cp1252", errors="replace")


def _csv(text: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL * 10)
    lines = text.removeprefix("sep=;\r\n").removeprefix("sep=,\r\n")
    first = next((line for line in lines.splitlines() if line.strip()), "")
    parter = max(_PARTERS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(lines, newline=""), delimiter=parter)
    except csv.Error as problem:
        raise Unfit("unreadable") from problem
