"""Gathers the texts of code and templates into the translation files, with Babel alone (no GNU gettext needed).

`bin/messages` updates aceite/locale/*/LC_MESSAGES/django.po; `bin/messages --check` changes nothing and fails when a
text has no translation, an empty or unsure one, or one whose placeholders differ.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
# The texts in the code are Portuguese; English is the one language that is kept beside them.
LANGUAGE = "en"
# Django's lazy twins stand for the same calls; each value says which argument is what, as in DEFAULT_KEYWORDS.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Text = str | tuple[str, ...] | list[str] | None
Found = tuple[int, str | tuple[str, ...], list[str], str | None]


def template_code(source: str, origin: str) -> bytes:
    """A template's texts as calls inside one parenthesis, so that the markup's indentation means nothing."""
    return f"(\n{templatize(source, origin=origin)}\n)".encode()


def texts_of(path: Path) -> Iterator[Found]:
    """Every translatable text of one file: line, text (a tuple for plurals), comments, context."""
    source = path.read_text(encoding="utf-8")
    code = source.encode() if path.suffix == ".py" else template_code(source, str(path))
    yield from extract("python", io.BytesIO(code), keywords=KEYWORDS, comment_tags=["Translators:"])


def sources(package: Path) -> list[Path]:
    """The files that may hold texts: Python, and templates under a `templates` folder."""
    code = [p for p in package.rglob("*.py") if "migrations" not in p.parts]
    templates = [p for p in package.rglob("*") if "templates" in p.parts and p.suffix in {".html", ".txt"}]
    return sorted({*code, *templates})


def gather(package: Path = PACKAGE) -> Catalog:
    """All texts of the package with the files they stand in."""
    catalog = Catalog(project="Aceite", charset="utf-8")
    for path in sources(package):
        place = str(path.relative_to(package.parent))
        for _line, text, comments, context in texts_of(path):
            catalog.add(text, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalog


def fresh(locale: str) -> Catalog:
    """An empty catalogue with nobody's name in its head."""
    return Catalog(
        locale=locale,
        header_comment="# The texts of Aceite; see bin/messages.",
        project="Aceite",
        version="1",
        msgid_bugs_address="none",
        last_translator="none",
        language_team="none",
        charset="utf-8",
        fuzzy=False,
    )


def read(path: Path, locale: str) -> Catalog:
    """The translations kept in the file; an empty catalogue when there is none yet."""
    if not path.exists():
        return fresh(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(path: Path, locale: str, found: Catalog) -> None:
    """Writes the file anew: known translations kept, new texts empty, texts no longer used dropped."""
    catalog = read(path, locale)
    # Guessing from likeness would fill in wrong words that look finished.
    # Its dates stay too, so that the file changes only when a text does.
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)


def is_translated(message: Message | None) -> bool:
    """Whether every form has words and nobody doubts them."""
    if message is None or message.fuzzy:
        return False
    return all(forms(message.string))


def forms(text: Text) -> tuple[str, ...]:
    """The singular and plural forms of a text, or the one it has."""
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def names_in(text: Text) -> set[str]:
    """The names of a text's placeholders, over all its forms: `n` of `%(n)s` and of `{n}`."""
    return {a or b for form in forms(text) for a, b in re.findall(r"%\((\w+)\)|\{(\w+)\}", form)}


def missing(found: Catalog, kept: Catalog) -> list[str]:
    """The texts without a good translation: absent, empty, doubtful, or with other placeholders."""
    problems = []
    for message in found:
        if not message.id:
            continue
        translation = kept.get(message.id, message.context)
        if translation is None or not is_translated(translation):
            problems.append(f"{message.locations[0][0]}: {message.id!r}")
        elif names_in(translation.string) != names_in(message.id):
            problems.append(f"{message.locations[0][0]}: {message.id!r}: other placeholders")
    return problems


def report(problems: Iterable[str], path: Path) -> int:
    """Prints what is missing; returns the exit status."""
    lines = list(problems)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    if lines:
        sys.stdout.write(f"{len(lines)} texts without a good translation in {path}\n")
    return 1 if lines else 0


def main(words: list[str] | None = None) -> int:
    """Updates, or with --check only compares, the English translations."""
    options = argparse.ArgumentParser(description="Updates the translation files.")
    options.add_argument("--check", action="store_true", help="change nothing, fail when a translation is missing")
    check = options.parse_args(words).check
    settings.configure(USE_I18N=False)
    found = gather()
    path = PACKAGE / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
    if check:
        return report(missing(found, read(path, LANGUAGE)), path.relative_to(PACKAGE.parent))
    update(path, LANGUAGE, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
