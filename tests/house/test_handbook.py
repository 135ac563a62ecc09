"""The sellers' handbook is whole: what it explains exists, and its pictures are those that are taken."""

import re
import tomllib

from aceite.faces.office import urls_registers, urls_sales
from aceite.kit.handbook import Handbook, headings
from tests.house.reading import ROOT
from tests.matrix.doors import DOORS

FOLDER = ROOT / "docs" / "ajuda"
BOOK = Handbook(FOLDER)
# Files, and what a page fetches of itself; the handbook explains itself.
FILES = ("_file", "_picture", "_pdf", "_csv", "_json", "_workbook", "_model", "_sheet", "_rows", "_preview")
NO_PAGES = {"help", "help_task", "attachments", "blueprint_files", "board_column", "catalog_search", "contract_print"}
NO_PAGES |= {"bound_copy", "suggestions", "tried_colour"}


def test_every_page_that_is_explained_exists_and_opens_at_a_heading() -> None:
    names = {getattr(pattern, "name", "") for pattern in (*urls_sales.urlpatterns, *urls_registers.urlpatterns)}
    for task in BOOK.tasks:
        places = {place for _title, place in headings(task)}
        assert set(task.pages) <= names, task.slug
        assert {place for place in task.pages.values() if place} <= places, task.slug


def test_no_page_is_explained_twice() -> None:
    explained = [page for task in BOOK.tasks for page in task.pages]
    assert sorted(explained) == sorted(set(explained))


def test_every_picture_shown_is_taken_by_the_script_and_none_is_left_over() -> None:
    shown = {name for task in BOOK.tasks for name in re.findall(r"\(imagens/([\w-]+)\.webp\)", task.text)}
    named = set(tomllib.loads((FOLDER / "imagens.toml").read_text(encoding="utf-8")))
    kept = {path.stem for path in (FOLDER / "imagens").iterdir()}
    assert shown == named == kept


def test_no_picture_makes_a_page_heavy() -> None:
    assert [path.name for path in (FOLDER / "imagens").iterdir() if path.stat().st_size > 150_000] == []


def test_every_page_of_the_office_has_a_task_that_explains_it() -> None:
    explained = {page for task in BOOK.tasks for page in task.pages}
    read = (*urls_sales.urlpatterns, *urls_registers.urlpatterns)
    doors = {door.name.partition(":")[2]: door for door in DOORS if door.name.startswith("office:")}
    pages = {name for name in (getattr(each, "name", "") for each in read) if doors[name].is_shown}
    assert sorted(name for name in pages - explained - NO_PAGES if not name.endswith(FILES)) == []
