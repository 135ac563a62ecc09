"""Texts are found in code and templates without GNU gettext, and a missing translation is noticed."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from aceite.project.messages import PACKAGE, forms, gather, missing, texts_of, update

PAGE = """{% load i18n %}
  <p title="{% translate 'Olá' %}">x's {{ name|default:_("nada") }}</p>
{% blocktranslate count n=rows|length trimmed %}
   um item
 {% plural %}{{ n }} itens{% endblocktranslate %}
{% translate "may" context "mês" %}
"""


def package(folder: Path) -> Path:
    """A package with one page and one Python file."""
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "page.html").write_text(PAGE)
    (folder / "code.py").write_text('_("Enviar %(n)s"); gettext_lazy("Sair"); pgettext_lazy("c", "m")\n')
    return folder


def test_texts_of_a_template_are_found(tmp_path: Path) -> None:
    found = texts_of(package(tmp_path) / "templates" / "page.html")
    assert [(text, context) for _, text, _, context in found] == [
        ("Olá", None),
        ("nada", None),
        (("um item", "%(n)s itens"), None),
        ("may", "mês"),
    ]


def test_texts_of_code_are_found(tmp_path: Path) -> None:
    found = texts_of(package(tmp_path) / "code.py")
    assert [(text, context) for _, text, _, context in found] == [("Enviar %(n)s", None), ("Sair", None), ("m", "c")]


def test_a_translation_with_other_placeholders_is_missing(tmp_path: Path) -> None:
    assert missing(gather(package(tmp_path)), translated(gather(tmp_path), "word")) == [
        f"{tmp_path.name}/code.py: 'Enviar %(n)s': other placeholders"
    ]


def test_an_empty_a_doubtful_and_an_absent_translation_are_missing(tmp_path: Path) -> None:
    found = gather(package(tmp_path))
    kept = translated(found, "word %(n)s")
    kept["Sair"].flags.add("fuzzy")
    kept["Olá"].string = ""
    kept.delete("nada")
    assert {line.rsplit(": ", 1)[1] for line in missing(found, kept) if "placeholders" not in line} == {
        "'Sair'",
        "'Olá'",
        "'nada'",
    }


def translated(found: Catalog, word: str) -> Catalog:
    """A catalogue that says the same word for everything."""
    kept = Catalog(locale="en")
    for message in found:
        if message.id:
            kept.add(message.id, ("item", "%(n)s items") if message.pluralizable else word, context=message.context)
    return kept


def test_an_update_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    found, path = gather(package(tmp_path / "p")), tmp_path / "en" / "django.po"
    update(path, "en", found)
    path.write_text(path.read_text().replace('msgid "Sair"\nmsgstr ""', 'msgid "Sair"\nmsgstr "Leave"'))
    (tmp_path / "p" / "templates" / "page.html").write_text("")
    update(path, "en", gather(tmp_path / "p"))
    with path.open("rb") as file:
        kept = read_po(file, locale="en")
    assert {str(m.id): m.string for m in kept if m.id} == {"Enviar %(n)s": "", "Sair": "Leave", "m": ""}


def test_the_english_counts_one_and_many_apart_and_no_text_leaves_the_number_open() -> None:
    with (PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        kept = [message for message in read_po(file, locale="en") if message.id]
    counted = [message for message in kept if message.pluralizable]
    # What English says of one as of many.
    alike = {
        "%(count)s desvirada", "%(outgoing)s saída", "Avisos: %(new)s novo", "e mais %(more)s", "%(count)s a corrigir.",
    }  # fmt: skip
    assert {forms(m.id)[0] for m in counted if len(set(forms(m.string))) == 1} <= alike and len(counted) > 100
    said = [text for m in kept for text in (*forms(m.id), *forms(m.string))]
    assert [text for text in said if re.search(r"\w\((s|es|ns|ões)\)", text)] == []
    # A merge that went wrong once said whole sentences ten times over.
    assert [text for text in said if re.fullmatch(r"(.{20,}?)\1+", text, re.DOTALL)] == []
