"""A bank's statement as CSV, whoever wrote it: columns known by their headings, money that came in, row by row."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from aceite.kit.brazil import parse_date_br
from aceite.kit.hashing import sha256_hex
from aceite.kit.money import parse_decimal_br
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite.kit.text import unaccented

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_ROWS: Final = 5000
# Banks put their name, the account and the period above the heading.
_HEADING_WITHIN: Final = 30
_LONGEST_TEXT: Final = 200
_DELIMITERS: Final = (";", "\t", ",")
_NAMES: Final = {
    "day": {"data", "data lancamento", "data do lancamento", "data movimento", "data mov", "data mov.", "dt", "date"},
    "amount": {"valor", "valor (r$)", "valor r$", "value", "amount", "valor lancamento", "valor do lancamento"},
    "credit": {"credito", "credito (r$)", "entrada", "entradas", "entrada (r$)", "creditos"},
    "text": {"descricao", "historico", "lancamento", "detalhes", "memo", "titulo", "description", "estabelecimento"},
    "payer": {"nome", "pagador", "remetente", "favorecido", "origem", "razao social", "origem / destino"},
    "id": {"identificador", "id", "documento", "txid", "numero do documento", "id transacao", "nsu", "docto."},
}
_SIDE: Final = re.compile(r"(?<=\d)\s*([CD])\Z", re.IGNORECASE)


class BadStatement(Complaint):
    """The file is no statement that can be read; nothing of it was."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Money that came in: the line of the file, the day, reais, what the bank says of it, and a key of its own.

    The key is the same wherever the same movement stands again, also in another file of an overlapping period.
    """

    line: int
    day: date
    amount: Decimal
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that could not be read, and why."""

    line: int
    sentence: str


@dataclass
class Statement:
    """What a file holds: what came in, how many movements went out, which lines could not be read."""

    entries: list[Entry] = field(default_factory=list)
    outgoing: int = 0
    unread: list[Unread] = field(default_factory=list)


def read_statement(content: bytes) -> Statement:
    """Reads a statement, UTF-8 or as Windows writes it, with semicolons, tabs or commas. Raises BadStatement."""
    if len(content) > MAX_BYTES:
        raise BadStatement(_("O arquivo passa de 2 MB. Baixe do banco um período menor."))
    rows = _rows(_text(content))
    at, columns = _heading(rows)
    if len(rows) - at > MAX_ROWS:
        raise BadStatement(_("O arquivo passa de %(limit)s linhas. Baixe do banco um período menor."), limit=MAX_ROWS)
    read, seen = Statement(), Counter[str]()
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if any(cell.strip() for cell in row):
            _take(read, seen, number, {name: row[i].strip() for name, i in columns.items() if i < len(row)})
    if not read.entries and not read.outgoing:
        raise BadStatement(_("Não há nenhum movimento que se consiga ler neste arquivo."))
    return read


def _text(content: bytes) -> str:
    if b"\0" in content:
        raise BadStatement(_("Isto não é um arquivo CSV. No site do banco, exporte o extrato como CSV."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> list[list[str]]:
    sample = text[:20_000]
    delimiter = max(_DELIMITERS, key=sample.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise BadStatement(_("Isto não é um arquivo CSV. No site do banco, exporte o extrato como CSV.")) from None


def _heading(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(rows[:_HEADING_WITHIN]):
        found: dict[str, int] = {}
        for i, cell in enumerate(row):
            word = " ".join(unaccented(cell).split())
            name = next((name for name, words in _NAMES.items() if word in words), "")
            if name:
                found.setdefault(name, i)
        if "day" in found and ("amount" in found or "credit" in found):
            return at, found
    raise BadStatement(_("Não encontrei as colunas Data e Valor. Exporte do banco um extrato em CSV com cabeçalho."))


def _take(read: Statement, seen: Counter[str], line: int, cells: dict[str, str]) -> None:
    try:
        day, amount = parse_date_br(cells.get("day", "")), _amount(cells)
    except Complaint as complaint:
        # Sums and balances between the movements have no day, or no amount.
        if cells.get("day") and (cells.get("amount") or cells.get("credit")):
            read.unread.append(Unread(line, str(complaint)))
        return
    if amount <= 0:
        read.outgoing += 1
        return
    text = " · ".join(cells[name] for name in ("text", "payer", "id") if cells.get(name))[:_LONGEST_TEXT]
    same = f"{day.isoformat()}|{amount}|{' '.join(unaccented(text).split())}"
    # Two alike on one day are two; the second of one file is the second of another.
    seen[same] += 1
    read.entries.append(Entry(line, day, amount, text, sha256_hex(f"{same}|{seen[same]}".encode())))


def _amount(cells: dict[str, str]) -> Decimal:
    typed = cells.get("amount") or cells.get("credit") or ""
    side = _SIDE.search(typed)
    amount = parse_decimal_br(_SIDE.sub("", typed)).quantize(Decimal("0.01"))
    return -abs(amount) if side and side[1].upper() == "D" else amount
