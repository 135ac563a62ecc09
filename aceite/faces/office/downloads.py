"""Lists as files: written row by row to a place on disk, then sent."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.http import FileResponse, HttpRequest

from aceite.kit.spreadsheets import brazilian_csv
from aceite.kit.workbooks import write_workbook

Rows = Iterable[Sequence[object]]
FORMATS: Final = ("csv", "xlsx")
# As one query hands them over.
AT_ONCE: Final = 1000
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def wanted_format(request: HttpRequest) -> str:
    """The kind of file the list is asked for as; "" for a page."""
    asked = request.GET.get("formato", "")
    return asked if asked in FORMATS else ""


def as_file(name: str, title: str, rows: Rows, kind: str) -> FileResponse:
    """The rows (heading first) as CSV that a Brazilian Excel opens right, or as XLSX with a sheet of that title.

    Written whole before it is sent: rows are read in the company's scope, which ends with the view.
    """
    with TemporaryDirectory(prefix="lista-") as folder:
        place = Path(folder) / f"{name}.{kind}"
        if kind == "xlsx":
            write_workbook(place, title, rows)
        else:
            with place.open("wb") as out:
                out.writelines(brazilian_csv(rows))
        # Open, it stays readable when its name is gone with the folder.
        return FileResponse(place.open("rb"), as_attachment=True, filename=place.name, content_type=_TYPES[kind])
