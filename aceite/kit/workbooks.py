"""Excel workbooks of one sheet, made row by row as they are sent: what they take of memory does not grow with the rows.

The library makes the frame (styles, widths); the rows are written into the archive as they come, because it can only
hand over a workbook that stands whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from aceite.kit.late import late

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = late("xlsxwriter")

# What one cell and one sheet can hold (Excel specifications and limits), and what the row of heads asks for.
LONGEST_CELL: Final = 32_767
MOST_ROWS: Final = 1_048_576
_WIDTH: Final = 18
_FORMATS: Final = {
    "money": {"num_format": "#,##0.00"}, "day": {"num_format": "dd/mm/yyyy"},
    "moment": {"num_format": "dd/mm/yyyy hh:mm"}, "head": {"bold": True, "bottom": 1},
}  # fmt: skip
_SHEET: Final = "xl/worksheets/sheet1.xml"
# ECMA-376, 18.17.4.1: days are counted so that 1 March 1900 is 61.
_EPOCH: Final = datetime(1899, 12, 30, tzinfo=UTC)
# ECMA-376, 22.9.2.19: what XML cannot hold stands as its number, and so does what would be taken for that.
_UNWRITTEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")
_PIECE: Final = 16 * 1024

Row = Sequence[object]


class TooManyRows(Exception):
    """More rows than a sheet can hold."""


@dataclass(frozen=True)
class _Frame:
    """A workbook without rows: its other parts by name, the sheet before and behind them, the style of each format."""

    others: dict[str, bytes]
    before: bytes
    behind: bytes
    styles: dict[str, str]


class _Sink:
    """What an archive is written to: it is taken away as it grows."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, data: bytes) -> int:
        """Takes more."""
        self.held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def take(self) -> bytes:
        """Hands over what has come since."""
        taken = bytes(self.held)
        self.held.clear()
        return taken


def stream_workbook(sheet: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """The workbook in pieces; the first row holds the heads, and each row is asked for when its turn comes.

    Text is kept as text: what begins like a formula, an address or a number stays what was typed. Decimal gets two
    places, date and datetime (in the zone it comes in) are dates, bool sim or não, None nothing.
    Raises TypeError for float, TooManyRows.
    """
    coming = iter(rows)
    head = next(coming, ())
    frame, sink = _frame(sheet, len(head)), _Sink()
    with ZipFile(sink, "w") as archive:  # type: ignore[call-overload]
        for name, content in frame.others.items():
            archive.writestr(_part(name), content)
        with archive.open(_part(_SHEET), "w") as part:
            part.write(frame.before + _row(1, head, frame.styles["head"], frame.styles))
            for number, row in enumerate(coming, 2):
                if number > MOST_ROWS:
                    raise TooManyRows
                part.write(_row(number, row, "", frame.styles))
                if len(sink.held) >= _PIECE:
                    yield sink.take()
            part.write(frame.behind)
    yield sink.take()


def _part(name: str) -> ZipInfo:
    # Without a time of its own: the library's parts bear the moment at which the workbook was made.
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    return info


def _frame(sheet: str, columns: int) -> _Frame:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        page.set_column(0, max(columns - 1, 0), _WIDTH)
        # A row of samples tells which style each format has become; it is left out.
        for column, words in enumerate(_FORMATS.values()):
            page.write_number(0, column, 1, book.add_format(words))
    with ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = re.sub(r"<dimension [^>]*/>", "", parts.pop(_SHEET).decode())
    before, begin, samples = whole.partition("<sheetData>")
    samples, end, behind = samples.partition("</sheetData>")
    styles = dict(zip(_FORMATS, re.findall(r' s="(\d+)"', samples), strict=True))
    return _Frame(parts, (before + begin).encode(), (end + behind).encode(), styles)


def _row(number: int, row: Row, style: str, styles: dict[str, str]) -> bytes:
    cells = "".join(_cell(f"{_column(column)}{number}", value, style, styles) for column, value in enumerate(row))
    return f'<row r="{number}">{cells}</row>'.encode("utf-8", "replace")


def _cell(place: str, value: object, style: str, styles: dict[str, str]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _text(place, "sim" if value else "não", style)
        case float():
            raise TypeError("amounts are Decimal, never float")
        case Decimal():
            return f'<c r="{place}" s="{styles["money"]}"><v>{value:f}</v></c>'
        case int():
            return f'<c r="{place}"><v>{int(value)}</v></c>'
        case datetime():
            return f'<c r="{place}" s="{styles["moment"]}"><v>{_serial(value.replace(tzinfo=UTC))}</v></c>'
        case date():
            return f'<c r="{place}" s="{styles["day"]}"><v>{(value - _EPOCH.date()).days}</v></c>'
        case _:
            return _text(place, str(value), style)


def _text(place: str, text: str, style: str) -> str:
    said = escape(_UNWRITTEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text[:LONGEST_CELL]))
    kept = ' xml:space="preserve"' if said != said.strip() else ""
    styled = f' s="{style}"' if style else ""
    return f'<c r="{place}"{styled} t="inlineStr"><is><t{kept}>{said}</t></is></c>'


def _serial(moment: datetime) -> str:
    """The clock's time as days; whose clock it is, a sheet does not know."""
    days = (moment - _EPOCH).total_seconds() / 86400
    return f"{days:.8f}".rstrip("0").rstrip(".")


@cache
def _column(place: int) -> str:
    """A, B, … Z, AA, AB, …"""
    before, last = divmod(place, 26)
    return (_column(before - 1) if before else "") + chr(ord("A") + last)
