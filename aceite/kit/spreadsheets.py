"""CSV that a Brazilian Excel opens right by double click, streamed row by row."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from aceite.kit.brazil import format_date_br

BOM: Final = b"\xef\xbb\xbf"
# OWASP "CSV Injection", with the full-width forms that East Asian spreadsheets take for the same.
FORMULA_STARTS: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def brazilian_csv(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield a byte order mark and then each row: UTF-8, semicolons, CRLF.

    Decimal gets a comma and no thousands, date dd/mm/aaaa, datetime dd/mm/aaaa hh:mm in the zone it comes in, bool
    sim or não, None nothing. Text that a spreadsheet would run as a formula gets an apostrophe in front.
    Raises TypeError for float.
    """
    yield BOM
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line, delimiter=";", lineterminator="\r\n").writerow([_cell(value) for value in row])
        yield line.getvalue().encode()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "sim" if value else "não"
        case float():
            raise TypeError("amounts are Decimal, never float")
        case int():
            return str(int(value))
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case datetime():
            return f"{format_date_br(value)} {value:%H:%M}"
        case date():
            return format_date_br(value)
        case _:
            return _harmless(str(value))


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) or text[:1] in ("\t", "\r", "\n") else text
