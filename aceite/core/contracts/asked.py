"""Fields of a template's own, asked when it is put into a proposal: what they are, and their values. Pure.

A value is kept as text: an amount as "1500.00", a number as "12.5", a day as "2026-11-24", a CPF or CNPJ bare.
As it stands in the contract it is worded in the active language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from aceite.core.companies.moments import day_words
from aceite.core.contracts.merging import Value, day_in_words
from aceite.kit.brazil import format_date_br, parse_date_br
from aceite.kit.fonts import refuse_undrawable
from aceite.kit.money import BadNumber, amount_in_words, cents, format_brl, format_decimal_br, parse_decimal_br
from aceite.kit.richtext import Omitted
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite.kit.taxid import format_taxid, is_cnpj, is_cpf, normalize
from aceite.kit.text import clean

TEXT: Final = "text"
CHOICE: Final = "choice"
# What a field takes → how people call it.
KINDS: Final[dict[str, str]] = {
    TEXT: _("Texto"),
    "long": _("Texto longo"),
    "date": _("Data"),
    "amount": _("Valor em reais"),
    "number": _("Número"),
    CHOICE: _("Escolha de uma lista"),
    "cpf": _("CPF"),
    "cnpj": _("CNPJ"),
}
# Beside its figures, an amount and a day stand in words under the name with this ending.
IN_WORDS: Final = "_por_extenso"
SPELT: Final = frozenset({"amount", "date"})
LONGEST: Final = {TEXT: 300, "long": 4000}
HIGHEST: Final = Decimal(10) ** 13
PLACES: Final = 4


class BadAnswer(Complaint):
    """What was typed is no value of this field."""


@dataclass(frozen=True)
class Asked:
    """One field: `name` stands in the text as `{{name}}`, `default` is a value as it is kept."""

    name: str
    label: str
    kind: str = TEXT
    required: bool = True
    default: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()


def asked_of(data: Iterable[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """The fields that were kept as `as_data` writes them."""
    return tuple(Asked(**{**each, "choices": tuple(each["choices"])}) for each in data)


def as_data(asked: Iterable[Asked]) -> list[dict[str, Any]]:
    """The fields as JSON."""
    return [{**asdict(field), "choices": list(field.choices)} for field in asked]


def placeholders_of(asked: Iterable[Asked]) -> dict[str, Asked]:
    """Every name that may stand in the text, with its field: an amount and a day have two."""
    names = {field.name: field for field in asked}
    return names | {f"{name}{IN_WORDS}": field for name, field in names.items() if field.kind in SPELT}


def defaults_of(asked: Iterable[Asked]) -> dict[str, str]:
    """What stands in the fields before anybody is asked."""
    return {field.name: field.default for field in asked if field.default}


def read_answer(field: Asked, typed: str) -> str:
    """The value as it is kept, of what people type ("1.500,00", "24/11/2026"); empty for nothing. Raises Complaint."""
    typed = typed.strip()
    if not typed:
        return ""
    readers = {"date": _day, "amount": _amount, "number": _number, CHOICE: _choice, "cpf": _cpf, "cnpj": _cnpj}
    return readers.get(field.kind, _words)(field, typed)


def typed_answer(field: Asked, value: str) -> str:
    """The value as people type it."""
    if field.kind == "amount" and value:
        return format_decimal_br(Decimal(value), 2)
    if field.kind == "date" and value:
        return format_date_br(date.fromisoformat(value))
    return printed(field, value)


def printed(field: Asked, value: str) -> str:
    """The value as it stands in the contract, a day in the active language."""
    if not value:
        return ""
    match field.kind:
        case "date":
            return day_words(date.fromisoformat(value))
        case "amount":
            return format_brl(Decimal(value))
        case "number":
            return _trimmed(format_decimal_br(Decimal(value), PLACES))
        case "cpf" | "cnpj":
            return format_taxid(value)
        case _:
            return value


def answered(asked: Iterable[Asked], answers: Mapping[str, str]) -> dict[str, Value]:
    """What the placeholders are filled with; where an optional field has no value, its placeholder goes."""
    values: dict[str, Value] = {}
    for field in asked:
        value = answers.get(field.name, "")
        if not value and field.required:
            continue
        values[field.name] = printed(field, value) or Omitted()
        if field.kind in SPELT:
            values[f"{field.name}{IN_WORDS}"] = _spelt(field, value) or Omitted()
    return values


def _spelt(field: Asked, value: str) -> str:
    if not value:
        return ""
    return amount_in_words(Decimal(value)) if field.kind == "amount" else day_in_words(date.fromisoformat(value))


def _words(field: Asked, typed: str) -> str:
    words = clean(typed, max_length=LONGEST[field.kind], multiline=field.kind == "long").text
    refuse_undrawable(words)
    return words


def _day(_field: Asked, typed: str) -> str:
    return parse_date_br(typed).isoformat()


def _amount(_field: Asked, typed: str) -> str:
    amount = parse_decimal_br(typed)
    if not 0 <= amount < HIGHEST or cents(amount) != amount:
        raise BadAnswer(_("Escreva um valor em reais, como 1.500,00."))
    return str(cents(amount))


def _number(_field: Asked, typed: str) -> str:
    number = parse_decimal_br(typed)
    if not abs(number) < HIGHEST or number != number.quantize(Decimal(1).scaleb(-PLACES)):
        raise BadNumber(_("Escreva um número com até quatro casas decimais."))
    return f"{number:f}"


def _choice(field: Asked, typed: str) -> str:
    if typed not in field.choices:
        raise BadAnswer(_("Escolha uma das opções da lista."))
    return typed


def _cpf(_field: Asked, typed: str) -> str:
    if not is_cpf(typed):
        raise BadAnswer(_("Este CPF não existe: confira os números."))
    return normalize(typed)


def _cnpj(_field: Asked, typed: str) -> str:
    if not is_cnpj(typed):
        raise BadAnswer(_("Este CNPJ não existe: confira os números e as letras."))
    return normalize(typed)


def _trimmed(number: str) -> str:
    whole, comma, decimals = number.partition(",")
    return f"{whole}{comma}{decimals}".rstrip("0").rstrip(",") if comma else whole
