"""The customers' handbook is whole in each language: what it explains exists, its words are the product's."""

import re

import pytest
from babel.messages.pofile import read_po

from aceite.faces.panel.urls import urlpatterns
from aceite.kit.handbook import Handbook, headings
from aceite.project.messages import PACKAGE
from tests.house.reading import ROOT
from tests.matrix.doors import DOORS

FOLDER = ROOT / "docs" / "ajuda-do-cliente"
BOOKS = {language: Handbook(FOLDER / language) for language in ("pt-br", "en")}
# Lists of everything, and the help itself.
NO_PAGES = {"home", "help", "help_task"}
FILES = ("_file", "_zip", "_pdf", "_paper", "_picture", "_print", "_page", "_base", "own_receipt", "brand", "logo",
         "attachment", "paper", "contract_words", "arriving", "manifest", "icon", "offline", "worker")  # fmt: skip


def test_both_languages_have_the_same_tasks_for_the_same_pages() -> None:
    told = [[(task.slug, task.order, set(task.pages)) for task in book.tasks] for book in BOOKS.values()]
    assert told[0] == told[1] and len(told[0]) > 5


@pytest.mark.parametrize("language", BOOKS)
def test_every_page_that_is_explained_exists_and_opens_at_a_heading(language: str) -> None:
    names = {getattr(pattern, "name", "") for pattern in urlpatterns}
    for task in BOOKS[language].tasks:
        places = {place for _title, place in headings(task)}
        assert set(task.pages) <= names, task.slug
        assert {place for place in task.pages.values() if place} <= places, task.slug


def test_every_page_of_the_panel_has_a_task_that_explains_it() -> None:
    explained = {page for task in BOOKS["pt-br"].tasks for page in task.pages} | NO_PAGES
    pages = {door.name.partition(":")[2] for door in DOORS if door.name.startswith("panel:") and door.is_shown}
    pages = {name for name in pages if ":" not in name and name != "preview"}
    assert sorted(name for name in pages - explained if not name.endswith(FILES)) == []


@pytest.mark.parametrize("language", BOOKS)
def test_what_it_names_in_bold_is_what_the_product_says(language: str) -> None:
    with (PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        kept = [message for message in read_po(file, locale="en") if message.id]
    said = " | ".join(str(message.id if language == "pt-br" else message.string) for message in kept)
    bold = {word for task in BOOKS[language].tasks for word in re.findall(r"\*\*(.+?)\*\*", task.text)}
    assert sorted(word for word in bold if word not in said) == []


@pytest.mark.parametrize("language", BOOKS)
def test_every_picture_shown_is_kept_and_light_and_none_is_left_over(language: str) -> None:
    place = re.compile(rf"\(\.\./imagens/{language}/([\w-]+)\.webp\)")
    shown = {name for task in BOOKS[language].tasks for name in place.findall(task.text)}
    kept = {path.stem: path.stat().st_size for path in (FOLDER / "imagens" / language).glob("*.webp")}
    assert shown == set(kept) and max(kept.values(), default=0) < 60_000
