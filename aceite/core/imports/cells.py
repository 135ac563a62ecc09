"""Reading one cell: each function takes the text of a cell and returns the value, or raises a Complaint."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from aceite.core.companies.identity import fit_email
from aceite.core.trail.refusals import Unfit
from aceite.kit import fonts
from aceite.kit.brazil import UFS, parse_cep, parse_phone
from aceite.kit.money import parse_decimal_br
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite.kit.taxid import kind_of, normalize, parse_taxid
from aceite.kit.text import clean, unaccented

_YES: Final = frozenset({"sim", "s", "x", "1", "verdadeiro", "true", "yes"})
_NO: Final = frozenset({"nao", "n", "0", "falso", "false", "no"})
# What a spreadsheet shows where a formula could not be worked out.
_BROKEN: Final = frozenset({
    "#REF!", "#N/A", "#N/D", "#NAME?", "#NOME?", "#VALUE!", "#VALOR!", "#DIV/0!", "#NUM!", "#NÚM!", "#NULL!", "#NULO!",
})  # fmt: skip


def _plain(words: str) -> str:
    return " ".join(unaccented(words).split())


_STATES: Final = {_plain(name): uf for uf, name in UFS.items()}

_TOO_MUCH: Final = Decimal(10) ** 11
NO_KIND: Final = _("“%(text)s” não é um tipo. Escreva produto ou serviço.")


class BadCell(Complaint):
    """The cell does not hold what its column asks for."""


def text(longest: int, *, multiline: bool = False) -> Callable[[str], str]:
    """Text of at most so many letters that documents can draw."""

    def read(cell: str) -> str:
        cleaned = clean(cell, max_length=longest, multiline=multiline).text
        fonts.refuse_undrawable(cleaned)
        return cleaned

    return read


def taxid(cell: str) -> str:
    """A CPF or CNPJ; the zeros that a spreadsheet takes from the front of a number are put back."""
    bare = normalize(cell)
    if bare.isascii() and bare.isdigit() and 8 <= len(bare) <= 13:
        bare = bare.zfill(11 if len(bare) <= 11 else 14)
    return parse_taxid(bare)


def cpf(cell: str) -> str:
    """A person's CPF, with its zeros in front."""
    bare = taxid(cell)
    if kind_of(bare) != "cpf":
        raise BadCell(_("Este CPF não existe: confira os números."))
    return bare


def email(cell: str) -> str:
    """An address in the form in which it is kept."""
    try:
        return fit_email(text(254)(cell))
    except Unfit:
        raise BadCell(_("Isto não é um e-mail. Escreva como nome@empresa.com.br.")) from None


def cep(cell: str) -> str:
    """A postal code, with its zero in front."""
    return parse_cep(cell.zfill(8) if cell.isascii() and cell.isdigit() and len(cell) == 7 else cell)


def phone(cell: str) -> str:
    """A telephone number."""
    return parse_phone(cell)


def state(cell: str) -> str:
    """A state by its letters or its name."""
    found = cell.upper() if cell.upper() in UFS else _STATES.get(_plain(cell), "")
    if not found:
        raise BadCell(_("“%(text)s” não é um estado. Escreva a sigla, como SP."), text=cell[:40])
    return found


def yes(cell: str) -> bool:
    """Sim or não."""
    said = _plain(cell)
    if said not in _YES | _NO:
        raise BadCell(_("Escreva sim ou não; “%(text)s” não diz qual dos dois."), text=cell[:40])
    return said in _YES


def amount(cell: str) -> Decimal:
    """A price or a quantity as Brazilians type it, as large as the columns hold."""
    value = parse_decimal_br(cell)
    if not 0 <= value < _TOO_MUCH:
        raise BadCell(_("O valor não pode ser negativo nem ter mais de 11 números antes da vírgula."))
    return value


def quantity(cell: str) -> Decimal:
    """An amount with as many decimals as a quantity has."""
    value = amount(cell)
    if value != round(value, 4):
        raise BadCell(_("A quantidade tem no máximo 4 casas depois da vírgula."))
    return value


def refuse_broken(cell: str) -> None:
    """Raises BadCell where a formula of the spreadsheet came to an error."""
    if cell.upper() in _BROKEN:
        raise BadCell(_("A fórmula desta célula deu erro (%(text)s). Corrija-a na planilha."), text=cell)
