"""Tables as people paste or upload them: rows of text from a spreadsheet's clipboard, a CSV or a workbook."""

import csv
import io
import json
from typing import Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

MAX_ROWS: Final = 500
MAX_COLUMNS: Final = 40
SECONDS: Final = 20
MEMORY_MB: Final = 800
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# How Excel writes its "Unicode text".
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_SIGNS: Final = "\t;,"

Grid = list[list[str]]


class BadTable(Complaint):
    """The text or file holds no table that can be read."""


def grid_of_text(text: str) -> Grid:
    """The rows of what was copied from a spreadsheet (tabs) or of a CSV (semicolons or commas), without empty rows.

    Raises BadTable over MAX_ROWS rows or MAX_COLUMNS columns.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip("\n")
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(lines), delimiter=_sign(lines))]
    except csv.Error:
        raise BadTable(
            _("Não foi possível ler a tabela. Copie as células de novo, ou salve a planilha como CSV.")
        ) from None
    return _fit(rows)


def grid_of_file(data: bytes) -> Grid:
    """The first sheet of a workbook (XLSX, XLS, ODS), or a CSV in UTF-8, UTF-16 or Windows-1252. Raises BadTable."""
    if not data.startswith(_WORKBOOKS):
        if b"\0" in data and not data.startswith(_UTF_16):
            raise BadTable(_("Não foi possível ler esta planilha. Salve-a como XLSX ou CSV e tente de novo."))
        return grid_of_text(_decoded(data))
    try:
        job = {"data": data, "rows": MAX_ROWS + 1}
        answer = run_limited("aceite.kit.sheet_opening:first_rows", job, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed:
        raise BadTable(_("Não foi possível ler esta planilha. Salve-a como XLSX ou CSV e tente de novo.")) from None
    return _fit(json.loads(answer))


def _sign(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(_SIGNS, key=lambda sign: (head.count(sign), -_SIGNS.index(sign)))


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF_16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _fit(rows: Grid) -> Grid:
    kept = [row for row in rows if any(row)]
    if len(kept) > MAX_ROWS:
        raise BadTable(_("A tabela tem mais de %(limit)s linhas. Cole em partes."), limit=MAX_ROWS)
    width = max((len(row) for row in kept), default=0)
    if width > MAX_COLUMNS:
        raise BadTable(_("A tabela tem mais de %(limit)s colunas. Copie só as que interessam."), limit=MAX_COLUMNS)
    return [row + [""] * (width - len(row)) for row in kept]
