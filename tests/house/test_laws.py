"""The small laws of ARCHITECTURE.md, and what a room's furniture may hold."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.apps import apps

from tests.house.reading import PURE_NAMES, imports, pure_files, python_files, short, tree
from tests.house.searching import clock_readings, inner_imports, query_starts, translated_f_strings

DOORS = {"access.py", "auth.py"}
NAMELESS = {"services", "selectors", "managers", "utils", "helpers", "common"}
WINGS = ("core", "outbound", "faces")


def places(paths: Iterable[Path], search: Callable[[ast.AST], Iterator[int]]) -> list[str]:
    """Where the search finds something in these files."""
    return [short(path, line) for path in paths for line in search(tree(path))]


def test_in_a_face_only_its_door_starts_a_query() -> None:
    rooms = (p for p in python_files("aceite/faces") if p.name not in DOORS and not p.name.startswith("access_"))
    assert places(rooms, query_starts) == []


def test_pure_files_never_read_the_clock() -> None:
    assert places(pure_files(), clock_readings) == []


def test_pure_files_import_only_pure_files() -> None:
    def impure(name: str) -> bool:
        is_pure = name.startswith("aceite.kit") or not PURE_NAMES.isdisjoint(name.split("."))
        return name.split(".")[0] == "django" or (name.startswith("aceite.") and not is_pure)

    assert [(short(p), name) for p in pure_files() for name in imports(p) if impure(name)] == []


def test_no_import_inside_a_function() -> None:
    assert places([*python_files(), *python_files("tests"), *python_files("bin")], inner_imports) == []


def test_no_f_string_is_translated() -> None:
    assert places(python_files(), translated_f_strings) == []


def test_a_tools_complaint_is_worded_in_one_place() -> None:
    # Translated and not filled in, it shows %(count)s; filled in without anything to fill, a per cent sign breaks it.
    words = re.compile(r"\b_\(\w+\.sentence\)|\w+\.sentence %")
    found = [short(p) for p in python_files("aceite/core") if words.search(p.read_text())]
    assert found == [short(Path("aceite/core/trail/refusals.py").resolve())]


def test_subscribers_are_loaded_by_discovery_alone() -> None:
    importers = [(short(p), n) for p in python_files() for n in imports(p) if "tasks" in n.split(".")[2:]]
    assert [pair for pair in importers if pair[1].startswith("aceite.")] == []


def test_a_printed_form_calls_no_verb() -> None:
    papers = [p for p in python_files("aceite/core") if p.name == "paper.py"]
    own = {p: f"aceite.core.{p.parent.name}." for p in papers}
    allowed = {"models", "choices", *PURE_NAMES}
    wrong = [
        (short(p), name)
        for p in papers
        for name in imports(p)
        if name.startswith(own[p]) and name.split(".")[3] not in allowed
    ]
    assert wrong == []


def test_files_are_named_in_the_words_of_the_business() -> None:
    assert [short(p) for p in python_files() if p.stem in NAMELESS] == []


def test_every_file_says_what_it_is_for() -> None:
    silent = [short(p) for p in python_files() if p.name != "__init__.py" and not ast.get_docstring(tree(p))]
    assert silent == []


def test_every_room_is_an_app_named_after_its_folder() -> None:
    rooms = {p.parent for p in python_files() if p.name == "apps.py" and p.parent.parent.name in WINGS}
    labels = {config.name: config.label for config in apps.get_app_configs()}
    assert {f"aceite.{r.parent.name}.{r.name}": r.name for r in rooms}.items() <= labels.items()
