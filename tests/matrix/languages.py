"""Which words of a page are of the other language: everything a person reads or hears, less what people wrote."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db import models

from aceite.project.messages import PACKAGE, forms

CATALOGUE: Final = Path(PACKAGE) / "locale" / "en" / "LC_MESSAGES" / "django.po"
_HEARD: Final = ("title", "alt", "aria-label", "placeholder", "data-busy", "data-confirm")
_UNREAD: Final = frozenset({"script", "style", "template", "noscript"})
_VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_WORD: Final = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
_ADDRESS: Final = re.compile(r"\S+@\S+|\w[^\s,;]*\.\w\S*|%\(\w+\)\w|\{\{?\w+\}?\}")
# A thing's own name, and the unit in which the vendor of these tests sells.
_EITHER: Final = frozenset({"aceite", "un"})


class Read(HTMLParser):
    """The texts of a page as they are read out; a part that names another language is that language's own affair."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.texts = language, list[str]()
        self._left_out = list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hear its attributes, unless it is left out with all it holds."""
        given = dict(attrs)
        other = tag != "html" and (given.get("lang") or self.language).lower()[:2] != self.language[:2]
        if self._left_out or tag in _UNREAD or other:
            self._left_out += [tag] if tag not in _VOID else []
            return
        self.texts += [text for name in _HEARD if (text := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        """Come back to what is read."""
        if self._left_out and tag == self._left_out[-1]:
            self._left_out.pop()

    def handle_data(self, data: str) -> None:
        """Read on."""
        if not self._left_out:
            self.texts.append(data)


def words_of(text: str) -> set[str]:
    """Its words in small letters; addresses and places for values are none."""
    return {word.lower() for word in _WORD.findall(_ADDRESS.sub(" ", text))}


@cache
def _vocabularies() -> tuple[frozenset[str], frozenset[str]]:
    """The words that the product says in Portuguese, and those it says in English."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    ours, theirs = set[str](), set[str]()
    for message in messages:
        ours |= words_of(" ".join(forms(message.id)))
        theirs |= words_of(" ".join(forms(message.string)))
    return frozenset(ours), frozenset(theirs)


def written() -> list[str]:
    """What people wrote into the database, the longest first, as a page shows it."""
    found, texts = set[str](), (models.CharField, models.TextField)
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, texts)]
        if not model.__module__.startswith("aceite.") or not names:
            continue
        for row in model._base_manager.values_list(*names):
            found |= {" ".join(value.split()) for value in row if isinstance(value, str)}
    # A row's own word ("sent") stands on no page as it is kept.
    return sorted((value for value in found if value != value.lower() or " " in value), key=len, reverse=True)


def foreign_words(page: str, language: str, theirs: Iterable[str]) -> Iterator[str]:
    """The words of `page` that the product says in the other language alone, each with where it stands."""
    reader = Read(language)
    reader.feed(page)
    portuguese, english = _vocabularies()
    other = (portuguese - english if language == "en" else english - portuguese) - _EITHER
    for text in reader.texts:
        if not words_of(text) & other:
            continue
        kept = " ".join(text.split())
        for value in theirs:
            kept = kept.replace(value, " ")
        for word in sorted(words_of(kept) & other):
            yield f"{word!r} in {kept.strip()[:90]!r}"


LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
