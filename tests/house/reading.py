"""Reads the code of the house once: files, their trees, their functions."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef
PURE_NAMES = {"states", "pricing", "terms", "headings", "options", "pasting", "replanning", "merging", "collating"}
PURE_NAMES |= {"recurring", "rhythms", "rungs", "differing"}


# The server and the offline checker: what the house's laws and measures hold for.
OURS = ("aceite", "verify/aceite_verify")


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Every Python file under `folders` (by default all of OURS), without migrations."""
    found = (p for folder in folders or OURS for p in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(p for p in found if "migrations" not in p.parts))


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def short(path: Path, line: int = 0) -> str:
    """How a message names a place."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def functions(*folders: str) -> Iterator[tuple[Path, AnyFunction]]:
    """Every function and method under `folders` (by default all of OURS)."""
    for path in python_files(*folders):
        for node in ast.walk(tree(path)):
            if isinstance(node, AnyFunction):
                yield path, node


def length(function: AnyFunction) -> int:
    """Lines from `def` to the end, decorators left out."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def imports(path: Path) -> set[str]:
    """The dotted names of all modules that the file imports from."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def pure_files() -> list[Path]:
    """All of the kit, and the files of core's rooms that are pure by name."""
    core = [p for p in python_files() if p.stem in PURE_NAMES and p.parts[-3] == "core"]
    return [*python_files("aceite/kit"), *core]
