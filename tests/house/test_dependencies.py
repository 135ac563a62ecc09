"""What the product imports is declared, and comes with a lock: a bare machine has nothing else."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import Any

import pytest

from tests.house.reading import ROOT, imports, python_files

OWN = {"aceite", "aceite_verify"}
# Each distribution of the repository: where it stands, and where its code is.
DISTRIBUTIONS = [("pyproject.toml", "aceite"), ("verify/pyproject.toml", "verify/aceite_verify")]


def declared(project_file: str) -> set[str]:
    """The distributions that a pyproject.toml names for everybody, as PyPI spells them."""
    return names(project(project_file)["dependencies"])


def project(project_file: str) -> dict[str, Any]:
    """The table of that name in a pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / project_file).read_text(encoding="utf-8"))["project"]
    return table


def names(lines: list[str]) -> set[str]:
    """The distributions that some lines of requirements name."""
    return {plain(re.split(r"[\[<>=~! ]", line)[0]) for line in lines}


def locked(extent: str) -> set[str]:
    """The distributions of one lock."""
    lock = (ROOT / "requirements" / f"{extent}.txt").read_text(encoding="utf-8")
    return {plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}


def plain(name: str) -> str:
    """PEP 503: one spelling for a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(code: str) -> dict[str, set[str]]:
    """Each module from outside that the code imports, with the distributions that bring it."""
    tops = {name.split(".")[0] for path in python_files(code) for name in imports(path)} - OWN - sys.stdlib_module_names
    bringers = packages_distributions()
    return {top: {plain(name) for name in bringers.get(top, [])} for top in tops}


@pytest.mark.parametrize(("project_file", "code"), DISTRIBUTIONS)
def test_every_import_is_declared(project_file: str, code: str) -> None:
    known = declared(project_file)
    assert [top for top, bringers in imported(code).items() if known.isdisjoint(bringers)] == []


@pytest.mark.parametrize("project_file", [project_file for project_file, _code in DISTRIBUTIONS])
def test_every_declaration_is_locked(project_file: str) -> None:
    assert declared(project_file) - {plain(name) for name in OWN} <= locked("base") <= locked("dev")


def test_what_only_some_want_is_tested_and_weighs_on_nobody_else() -> None:
    extras = {name for lines in project("pyproject.toml")["optional-dependencies"].values() for name in names(lines)}
    assert extras <= locked("dev")
    assert extras.isdisjoint(locked("base"))
