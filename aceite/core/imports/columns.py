"""Columns by their headings: what a register can take, and which column of a spreadsheet holds it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise

from aceite.kit.text import unaccented

Reader = Callable[[str], Any]
_NO_LETTERS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Column:
    """One thing a register can take: `words` are other headings people give it, `read` turns a cell into the value.

    `read` raises a Complaint. Without a `needed` column nothing can be imported.
    """

    name: str
    label: "str | Promise"
    read: Reader
    words: tuple[str, ...] = field(default=())
    needed: bool = False


def recognised(headings: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """For each heading the name of its column, or "" when it is none; no column is named twice.

    Case, accents, signs and order do not matter. A heading that is a column's word wins over one that only begins so.
    """
    bare = [_bare(heading) for heading in headings]
    found = [""] * len(bare)
    for fits in (str.__eq__, str.startswith):
        for column in columns:
            if column.name in found:
                continue
            words = {_bare(word) for word in (str(column.label), *column.words)}
            place = next((i for i, said in enumerate(bare) if said and not found[i] and _any(fits, said, words)), None)
            if place is not None:
                found[place] = column.name
    return found


def missing(chosen: Iterable[str], columns: Sequence[Column]) -> list[Column]:
    """The needed columns that nobody chose."""
    given = set(chosen)
    return [column for column in columns if column.needed and column.name not in given]


def _any(fits: Callable[[str, str], bool], said: str, words: set[str]) -> bool:
    return any(fits(said, word) for word in words)


def _bare(heading: str) -> str:
    return _NO_LETTERS.sub(" ", unaccented(heading)).strip()
