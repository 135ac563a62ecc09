"""Strangers' spreadsheets as rows of text: XLSX, and CSV in the encodings Excel writes. Parsed in a limited child."""

import json
from dataclasses import dataclass
from typing import Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.refused_files import FileRefused
from aceite.kit.sentences import gettext_noop as _

BIGGEST: Final = 10 * 1000 * 1000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
# Somebody waits for the answer, twenty seconds at most.
SECONDS: Final = 15
MEMORY_MB: Final = 500

SENTENCES: Final = {
    "empty": _("A planilha não tem nenhuma linha preenchida abaixo do cabeçalho. Confira o arquivo e envie outra vez."),
    "too_big": _("O arquivo passa de 10 MB. Divida a planilha e envie uma parte de cada vez."),
    "too_many_rows": _("A planilha tem mais de 20.000 linhas. Divida-a e envie uma parte de cada vez."),
    "too_many_columns": _("A planilha tem mais de 60 colunas. Deixe só as que interessam e envie outra vez."),
    "too_heavy": _("Este arquivo é pesado demais para ser aberto. Salve só esta tabela em um arquivo novo."),
    "too_slow": _("Este arquivo demora demais para ser aberto. Salve só esta tabela em um arquivo novo."),
    "encrypted": _("Esta planilha está protegida por senha. Salve uma cópia sem senha e envie outra vez."),
    "unreadable": _("Não foi possível ler esta planilha. Salve-a no Excel como XLSX ou CSV e envie outra vez."),
}


class SheetRefused(FileRefused):
    """This file is not taken; `reason` is a key of SENTENCES."""

    sentences = SENTENCES


@dataclass(frozen=True)
class SheetRow:
    """One filled row: its number as the spreadsheet shows it, and a text for each column of the heading."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """The first filled row as `headings`, and the filled rows below it.

    Numbers are written with a decimal comma and no thousands, dates dd/mm/aaaa, truth as sim or não; a formula is what
    it last came to, and its error stands as the spreadsheet shows it (`#REF!`).
    """

    headings: list[str]
    rows: list[SheetRow]


def read_sheet(data: bytes) -> Sheet:
    """The first sheet of an XLSX, or a CSV parted by semicolon, comma, tab or bar. Raises SheetRefused."""
    if len(data) > BIGGEST:
        raise SheetRefused("too_big")
    try:
        told = run_limited("aceite.kit.sheet_opening:read", data, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        raise SheetRefused.told_by(failed, otherwise="unreadable") from failed
    headings, rows = json.loads(told)
    return Sheet(headings, [SheetRow(number, cells) for number, cells in rows])
