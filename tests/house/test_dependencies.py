"""What the product imports is declared, and comes with a lock: a bare machine has nothing else."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import Any

from tests.house.reading import ROOT, imports, python_files

OWN = {"aceite", "aceite_verify"}


def declared() -> set[str]:
    """The distributions that pyproject.toml names for everybody, as PyPI spells them."""
    return names(project()["dependencies"])


def project() -> dict[str, Any]:
    """The table of that name in pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
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


def imported() -> dict[str, set[str]]:
    """Each module from outside that the product imports, with the distributions that bring it."""
    tops = {name.split(".")[0] for path in python_files() for name in imports(path)} - OWN - sys.stdlib_module_names
    bringers = packages_distributions()
    return {top: {plain(name) for name in bringers.get(top, [])} for top in tops}


def test_every_import_is_declared() -> None:
    assert [top for top, bringers in imported().items() if declared().isdisjoint(bringers)] == []


def test_every_declaration_is_locked() -> None:
    assert declared() <= locked("base") <= locked("dev")


def test_what_only_some_want_is_tested_and_weighs_on_nobody_else() -> None:
    extras = {name for lines in project()["optional-dependencies"].values() for name in names(lines)}
    assert extras <= locked("dev")
    assert extras.isdisjoint(locked("base"))
