"""Lists as files: written row by row to a nameless place on disk, then sent."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import Final

from django.http import FileResponse, Http404, HttpRequest

from aceite.faces.office.access import OfficeRequest
from aceite.kit.spreadsheets import brazilian_csv
from aceite.kit.workbooks import stream_workbook

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


def exported_format(request: OfficeRequest) -> str:
    """The same where only who may export gets the file; to anybody else it is not there."""
    wanted = wanted_format(request)
    if wanted and not request.scope.may("sale.export"):
        raise Http404
    return wanted


def as_file(name: str, title: str, rows: Rows, kind: str) -> FileResponse:
    """The rows (heading first) as CSV that a Brazilian Excel opens right, or as XLSX with a sheet of that title.

    Written whole before it is sent: rows are read in the company's scope, which ends with the view.
    """
    with ExitStack() as unless_handed_over:
        # Without a name of its own: whatever ends the process, no list of customers is left behind.
        out = unless_handed_over.enter_context(TemporaryFile())
        out.writelines(stream_workbook(title, rows) if kind == "xlsx" else brazilian_csv(rows))
        out.seek(0)
        # The answer closes it.
        unless_handed_over.pop_all()
    return FileResponse(out, as_attachment=True, filename=f"{name}.{kind}", content_type=_TYPES[kind])
