"""Every setting and every kind of event is described for the people who run and audit the product."""

import ast
import re

from aceite.core.trail.kinds import KINDS
from tests.house.reading import ROOT, python_files, tree

READERS = {"env", "environ", "getenv"}


def variables_read() -> set[str]:
    """Environment variables that the package reads: `env.str("X")`, `os.environ["X"]`, `os.environ.get("X")`."""
    found = set()
    for path in python_files("aceite/project"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and node.args and is_reader(node.func):
                found |= name_in(node.args[0])
            elif isinstance(node, ast.Subscript) and is_reader(node.value):
                found |= name_in(node.slice)
    return found


def is_reader(node: ast.AST) -> bool:
    """Whether this is `env`, `env.something`, `environ` or `os.environ.something`."""
    while isinstance(node, ast.Attribute):
        if node.attr in READERS:
            return True
        node = node.value
    return isinstance(node, ast.Name) and node.id in READERS


def name_in(node: ast.AST) -> set[str]:
    """The literal name, when it looks like one of an environment variable."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[A-Z][A-Z_]+", node.value):
        return {node.value}
    return set()


def described(page: str) -> set[str]:
    """What stands in backticks in the first column of the page's tables."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE))


def test_every_setting_is_described_and_exists() -> None:
    read = variables_read()
    assert {"SECRET_KEY", "BASE_URL"} <= read
    # Django's own is nobody's choice; the two of the database are read under a name made at run time.
    assert described("operacao.md") == read - {"DJANGO_SETTINGS_MODULE"} | {"DATABASE_OWNER_URL", "DATABASE_URL"}


def test_every_kind_of_event_is_described_and_exists() -> None:
    assert described("eventos.md") == set(KINDS)
