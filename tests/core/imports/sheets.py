"""Spreadsheets for the tests, as Excel would save them."""

from collections.abc import Sequence
from datetime import datetime

from aceite.core.imports.acts import Choice, FileData, start_import, take_file
from aceite.core.imports.models import Import, WhenKnown
from aceite.core.people.models import Member
from aceite.kit.workbooks import stream_workbook
from tests.jobs import run_jobs

CUSTOMERS = (
    ("Razão Social", "CNPJ / CPF", "Município", "ESTADO", "CEP", "Contato", "E-mail do contato"),
    ("Mercado Sul Ltda.", "19.131.243/0001-97", "São Paulo", "São Paulo", "01310-100", "Rita", "rita@sul.example"),
    ("Padaria Central Ltda.", "12ABC34501DE35", "Santos", "SP", "", "", ""),
    ("Errada Ltda.", "11.111.111/1111-11", "Recife", "XX", "1", "", ""),
    ("Mercado Sul Ltda.", "19131243000197", "", "", "", "Davi", "davi@sul.example"),
)


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """The rows as XLSX."""
    return b"".join(stream_workbook("Planilha", rows))


def csv(rows: Sequence[Sequence[object]], encoding: str = "latin-1") -> bytes:
    """The rows as a CSV of a Brazilian Excel."""
    return "\r\n".join(";".join(str(cell) for cell in row) for row in rows).encode(encoding)


def taken(by: Member, at: datetime, rows: Sequence[Sequence[object]] = CUSTOMERS, kind: str = "customers") -> Import:
    """A spreadsheet whose columns were recognised."""
    return take_file(kind, FileData("planilha.xlsx", workbook(rows)), by=by, at=at)


def imported(importing: Import, by: Member, at: datetime, *, update: bool = False) -> Import:
    """The same, run to its end."""
    known = WhenKnown.UPDATE if update else WhenKnown.SKIP
    start_import(importing, Choice(importing.columns, known), by=by, at=at)
    run_jobs(at)
    importing.refresh_from_db()
    return importing


def numbered(count: int) -> bytes:
    """A CSV of so many customers, each with a CNPJ of its own."""
    rows = [(f"Cliente {n}", cnpj(n), "Campinas", "SP") for n in range(1, count + 1)]
    return csv([("Nome", "CNPJ", "Cidade", "UF"), *rows])


def cnpj(number: int) -> str:
    """The CNPJ of a made-up company with this number: its check digits fit."""
    bare = f"{number:08}0001"
    for weights in ((5, 4, 3, 2, *range(9, 1, -1)), (6, 5, 4, 3, 2, *range(9, 1, -1))):
        rest = sum(int(digit) * weight for digit, weight in zip(bare, weights, strict=True)) % 11
        bare += "0" if rest < 2 else str(11 - rest)
    return bare
