"""Fields of a template's own, as they are typed into its form; and what is answered where it is used."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.contracts.asked import CHOICE, IN_WORDS, KINDS, SPELT, Asked, placeholders_of, read_answer
from aceite.core.contracts.merging import FIELDS, unknown_in
from aceite.core.trail.refusals import Unfit, unfit
from aceite.kit.fonts import refuse_undrawable
from aceite.kit.richtext import fields
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean, unaccented

MOST_FIELDS: Final = 40
MOST_CHOICES: Final = 30
LONGEST_NAME: Final = 40
LONGEST_LABEL: Final = 80
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST_CHOICE: Final = 120
LONGEST_HELP: Final = 200


@dataclass(frozen=True)
class AskedRow:
    """One row of the form as it was typed; without a name one is made of the label, `choices` stand one a line."""

    label: str
    name: str = ""
    kind: str = "text"
    required: bool = True
    default: str = ""
    help: str = ""
    choices: str = ""

    @property
    def placeholder(self) -> str:
        """How the text speaks of it."""
        return f"{{{{{self.name}}}}}"


def name_for(label: str) -> str:
    """How a field with this label is called in the text: "Prazo da obra" is `prazo_da_obra`."""
    plain = re.sub(r"[^a-z0-9]+", "_", unaccented(label)).strip("_")[:LONGEST_NAME].strip("_") or "campo"
    return plain if plain[0].isalpha() else f"campo_{plain}"[:LONGEST_NAME]


def free_name(name: str, taken: Container[str]) -> str:
    """This name, or, where another field has it, the same with `_2`, `_3`… within the letters a name may have."""
    numbered = (f"{name[: LONGEST_NAME - len(end)].rstrip('_')}{end}" for end in (f"_{n}" for n in count(2)))
    return name if name not in taken else next(other for other in numbered if other not in taken)


def clean_asked(rows: Iterable[AskedRow]) -> tuple[Asked, ...]:
    """The fields of the rows that say something. Raises Unfit for the field `asked`."""
    asked = tuple(_field(row) for row in _all_named([row for row in rows if row.label.strip()]))
    if len(asked) > MOST_FIELDS:
        raise Unfit("asked", _("Um modelo tem no máximo quarenta campos próprios."))
    names = [name for field in asked for name in _placeholders(field)]
    for field in asked:
        if any(names.count(name) > 1 or name in FIELDS for name in _placeholders(field)):
            words = _("O nome {{%(name)s}} já é de outro campo. Mude o nome de “%(label)s”.")
            raise Unfit("asked", words % {"name": field.name, "label": field.label})
    return asked


def clean_answers(asked: Iterable[Asked], typed: Mapping[str, str]) -> dict[str, str]:
    """The values of what was typed, by the fields' names; what is missing is asked for when the proposal is sent.

    Raises Unfit for the field's name.
    """
    answers = {}
    for field in asked:
        try:
            answers[field.name] = read_answer(field, typed.get(field.name, ""))
        except Complaint as complaint:
            raise unfit(field.name, complaint) from complaint
    return {name: value for name, value in answers.items() if value}


def suggested_rows(body: str, asked: Iterable[Asked], labels: Mapping[str, str] | None = None) -> list[AskedRow]:
    """A field for each placeholder of the text that means nothing yet and looks like one of its own.

    `labels` say how people call them, where somebody wrote them so.
    """
    known = {*FIELDS, *placeholders_of(asked)}
    names = [name for name in fields(body) if name not in known and _NAME.fullmatch(name)]
    called = labels or {}
    return [AskedRow(called.get(name) or name.replace("_", " ").capitalize(), name) for name in names[:MOST_FIELDS]]


def nobodys_fields(body: str) -> list[str]:
    """What a clause holds between braces that is no field, and that no template can have as one of its own."""
    return [name for name in unknown_in(body) if not _NAME.fullmatch(name.removesuffix(IN_WORDS))]


def _all_named(rows: list[AskedRow]) -> list[AskedRow]:
    words_of = {row.name.strip(): "" for row in rows}
    named = []
    for row in rows:
        # The same label twice is refused as before: only another's words lead to a number.
        words = unaccented(row.label).strip()
        others = {name for name, theirs in words_of.items() if theirs != words}
        name = row.name.strip() or free_name(name_for(row.label), others)
        words_of[name] = words
        named.append(replace(row, name=name))
    return named


def _placeholders(field: Asked) -> list[str]:
    return [field.name, *([f"{field.name}{IN_WORDS}"] if field.kind in SPELT else [])]


def _field(row: AskedRow) -> Asked:
    label = _line(row.label, LONGEST_LABEL, row)
    name = row.name
    if not _NAME.fullmatch(name):
        words = _("O nome do campo “%(label)s” no texto leva só letras minúsculas sem acento, números e sublinhado.")
        raise Unfit("asked", words % {"label": label})
    if row.kind not in KINDS:
        raise Unfit("asked", _("Escolha o tipo do campo “%(label)s”.") % {"label": label})
    choices = _choices(row) if row.kind == CHOICE else ()
    field = Asked(name, label, row.kind, row.required, "", _line(row.help, LONGEST_HELP, row), choices)
    try:
        return replace(field, default=read_answer(field, row.default))
    except Complaint as complaint:
        words = _("O valor inicial de “%(label)s” não serve: %(why)s")
        raise Unfit("asked", words % {"label": label, "why": unfit("", complaint).sentence}) from complaint


def _choices(row: AskedRow) -> tuple[str, ...]:
    lines = [_line(line, LONGEST_CHOICE, row) for line in row.choices.splitlines()]
    choices = tuple(dict.fromkeys(line for line in lines if line))
    if not 2 <= len(choices) <= MOST_CHOICES:
        words = _("Escreva de duas a trinta opções para “%(label)s”, uma por linha.")
        raise Unfit("asked", words % {"label": row.label.strip()})
    return choices


def _line(typed: str, longest: int, row: AskedRow) -> str:
    try:
        line = clean(typed, max_length=longest, multiline=False).text
        refuse_undrawable(line)
    except Complaint as complaint:
        words = _("No campo “%(label)s”: %(why)s")
        raise Unfit("asked", words % {"label": row.label.strip()[:80], "why": unfit("", complaint).sentence}) from None
    return line
