"""A Word document read as the text of a template: its placeholders under names that hold, what was lost in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.contracts.asked import Asked
from aceite.core.contracts.asking import LONGEST_LABEL, AskedRow, free_name, name_for, suggested_rows
from aceite.core.contracts.merging import FIELDS
from aceite.core.contracts.texts import LONGEST_TITLE
from aceite.kit.docx import LOSSES, read_document
from aceite.kit.richtext import renamed
from aceite.kit.text import unaccented

# How Word's own mail merge shows a field.
_CHEVRONS: Final = re.compile(r"«\s*([^«»<>{}]{1,60}?)\s*»")


@dataclass(frozen=True)
class ReadText:
    """What a form is filled with: `rows` are the fields found in the text that nothing fills yet."""

    title: str
    body: str
    rows: list[AskedRow]
    lost: list[str]


def read_word(data: bytes, file_name: str, asked: Iterable[Asked] = ()) -> ReadText:
    """The text of a .docx for a template that asks for these fields; nothing is kept. Raises docx.DocumentRefused."""
    document = read_document(data)
    labels: dict[str, str] = {}
    # Which words have a name: long ones that begin alike are two fields, "Valor" and "valor" are one.
    words_of: dict[str, str] = {}

    def rename(words: str) -> str:
        """A field of ours keeps its name; of anything else, one is made of its words."""
        if words in FIELDS or words.startswith("clausula."):
            return words
        plain = re.sub(r"[^a-z0-9]+", "_", unaccented(words)).strip("_")
        name = free_name(name_for(words), {name for name, other in words_of.items() if other != plain})
        words_of[name] = plain
        labels.setdefault(name, words[:LONGEST_LABEL] if words != name else "")
        return name

    body = renamed(_CHEVRONS.sub(r"{{\1}}", document.html), rename)
    title = " ".join(PurePath(file_name).stem.replace("_", " ").split())[:LONGEST_TITLE]
    lost = [_(LOSSES[kind]) % {"count": count} for kind, count in document.lost.items()]
    return ReadText(title, body, suggested_rows(body, asked, labels), lost)
