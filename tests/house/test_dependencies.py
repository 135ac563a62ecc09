"""What the product imports is declared, and comes with a lock: a bare machine has nothing else."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.house.reading import ROOT, imports, python_files

OWN = {"aceite"}


def declared() -> set[str]:
    """The distributions that pyproject.toml names, as PyPI spells them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {plain(re.split(r"[\[<>=~! ]", line)[0]) for line in project["dependencies"]}


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
    lock = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")
    locked = {plain(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    assert declared() <= locked
