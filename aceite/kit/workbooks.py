"""Excel workbooks of one sheet, written row by row: what they take of memory does not grow with the rows."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aceite.kit.late import late

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = late("xlsxwriter")

# What one cell can hold, and what the row of heads asks for.
LONGEST_CELL: Final = 32_767
_WIDTH: Final = 18
_FORMATS: Final = {"money": "#,##0.00", "day": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm"}


def write_workbook(target: Path, sheet: str, rows: Iterable[Sequence[object]]) -> int:
    """Write the rows, the first of which holds the heads, to a new file; return how many rows there are.

    Text is kept as text: what begins like a formula, an address or a number stays what was typed. Decimal gets two
    places, date and datetime (in the zone it comes in) are dates, bool sim or não, None nothing.
    Raises TypeError for float.
    """
    # Rows go to a file beside the target, so that both stand where there is room.
    options = {"constant_memory": True, "tmpdir": str(target.parent), "default_date_format": _FORMATS["day"]}
    with xlsxwriter.Workbook(str(target), options) as book:
        formats = {name: book.add_format({"num_format": words}) for name, words in _FORMATS.items()}
        head = book.add_format({"bold": True, "bottom": 1})
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        count = 0
        for count, row in enumerate(rows, 1):
            if count == 1:
                page.set_column(0, max(len(row) - 1, 0), _WIDTH)
            for column, value in enumerate(row):
                _write(page, (count - 1, column), value, formats, head if count == 1 else None)
    return count


def _write(page: Any, place: tuple[int, int], value: object, formats: dict[str, Any], head: Any) -> None:
    match value:
        case None:
            return
        case bool():
            page.write_string(*place, "sim" if value else "não")
        case float():
            raise TypeError("amounts are Decimal, never float")
        case Decimal():
            page.write_number(*place, value, formats["money"])
        case int():
            page.write_number(*place, value)
        case datetime():
            page.write_datetime(*place, value.replace(tzinfo=None), formats["moment"])
        case date():
            page.write_datetime(*place, value, formats["day"])
        case _:
            page.write_string(*place, str(value)[:LONGEST_CELL], head)
