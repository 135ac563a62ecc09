"""The text of a contract or template as it was typed, made fit to be kept and printed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.asked import Asked, as_data, asked_of
from aceite.core.contracts.levels import clean_level
from aceite.core.contracts.models import Contract, ContractTemplate, Level, Requirement, TemplateVersion
from aceite.core.contracts.term_words import clean_term
from aceite.core.contracts.terms import as_data as term_data
from aceite.core.contracts.terms import term_of
from aceite.core.trail.refusals import Unfit, fit_text, unfit
from aceite.kit.fonts import refuse_undrawable
from aceite.kit.richtext import plain, sanitize
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean, searchable

# What of a row is its text.
WRITTEN: Final = ("title", "body", "requirement", "level", "executive", "term")
LONGEST_TITLE: Final = 160
LONGEST_BODY: Final = 400_000
_TAG: Final = re.compile(r"(<[^>]*>)")
_EDGES: Final = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


@dataclass(frozen=True)
class Text:
    """What a form hands over: a title, rich text as HTML, how the contract is to be signed, and at which level.

    `executive`: it is meant to be an executive title, so that on paper two witnesses are asked for. `term`: how long it
    holds, as `terms.as_data` writes it.
    """

    title: str
    body: str
    requirement: str
    level: str = Level.SIMPLE
    executive: bool = False
    # The fields that a template asks for where it is used.
    asked: tuple[Asked, ...] = ()
    term: Mapping[str, Any] = field(default_factory=dict)


def text_of(row: Contract | ContractTemplate | TemplateVersion) -> Text:
    """What a form would have handed over for this row."""
    return Text(row.title, row.body, row.requirement, row.level, row.executive, asked_of(row.asked), row.term)


def write_text(row: Contract | ContractTemplate | TemplateVersion, text: Text) -> None:
    """Puts it into the row's fields (WRITTEN and `asked`), unsaved."""
    for name in WRITTEN:
        setattr(row, name, getattr(text, name))
    row.asked = as_data(text.asked)


def clean_text(text: Text, *, needs_body: bool = True) -> Text:
    """The text sanitized and mended. Raises Unfit for the field that has to change."""
    title = clean_title(text.title)
    body = clean_body(text.body)
    if needs_body and not plain(body).strip():
        raise Unfit("body", _("Escreva o texto do contrato. O título e as outras escolhas foram mantidos."))
    requirement = clean_requirement(text.requirement)
    executive = text.executive and requirement != Requirement.NONE
    term = term_data(clean_term(term_of(text.term)))
    return Text(title, body, requirement, clean_level(text.level, requirement), executive, text.asked, term)


def clean_title(title: str) -> str:
    """One line that the documents' font can draw. Raises Unfit."""
    empty = _("Dê um título ao contrato, para encontrá-lo depois.")
    return fit_text("title", title, longest=LONGEST_TITLE, multiline=False, printed=True, empty=empty)


def clean_requirement(requirement: str) -> str:
    """One of the four words of Requirement. Raises Unfit."""
    if requirement not in Requirement.values:
        raise Unfit("requirement", _("Escolha como o contrato será assinado."))
    return requirement


def clean_body(body: str) -> str:
    """Sanitized HTML whose words are mended like those of any other field. Raises Unfit."""
    try:
        if len(body) > LONGEST_BODY:
            clean(body, max_length=LONGEST_BODY)
        html = "".join(_mended(piece) for piece in _TAG.split(sanitize(body)))
        # A table's cells are told apart by tabs, which no font draws and nobody typed.
        words = plain(html).replace("\t", " ")
        clean(words, max_length=LONGEST_BODY)
        refuse_undrawable(words)
    except Complaint as complaint:
        raise unfit("body", complaint) from complaint
    return html


def search_words(*texts: str) -> str:
    """What a search compares with: without case or accents."""
    return searchable(*texts)


def _mended(piece: str) -> str:
    if piece.startswith("<") or not piece.strip():
        return piece
    # `clean` takes the space at the ends, which stands between words once tags are around them.
    edges = _EDGES.fullmatch(piece)
    if edges is None:
        return piece
    return edges[1] + clean(edges[2], max_length=LONGEST_BODY).text + edges[3]
