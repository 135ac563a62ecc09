"""What the house rules look for in a syntax tree; kept apart so that each search is itself tested."""

import ast
from collections.abc import Iterator

STARTS_A_QUERY = {"objects", "_default_manager", "_base_manager"}
QUERY_FUNCTIONS = {"get_object_or_404", "get_list_or_404"}
CLOCKS = {"now", "today", "utcnow", "localtime", "gmtime", "monotonic", "perf_counter", "localdate"}


def query_starts(tree: ast.AST) -> Iterator[int]:
    """Lines on which a query begins: a manager, a look-up by model, a cursor. `objects.none()` never asks anything."""
    empty = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "none"}
    for node in ast.walk(tree):
        if id(node) in empty:
            continue
        if (isinstance(node, ast.Attribute) and node.attr in STARTS_A_QUERY) or (
            isinstance(node, ast.Name) and node.id in QUERY_FUNCTIONS
        ):
            yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "django.db":
            yield from (node.lineno for alias in node.names if alias.name in {"connection", "connections"})


def clock_readings(tree: ast.AST) -> Iterator[int]:
    """Lines that ask what time it is; `random` and the like are no clocks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            yield node.lineno


def inner_imports(tree: ast.AST) -> Iterator[int]:
    """Lines that import inside a function."""
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (node.lineno for node in ast.walk(outer) if isinstance(node, ast.Import | ast.ImportFrom))


def translated_f_strings(tree: ast.AST) -> Iterator[int]:
    """Lines that hand an f-string to gettext, which could never be found in a translation file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name == "_" or name.endswith(("gettext", "gettext_lazy")):
                yield from (a.lineno for a in node.args if isinstance(a, ast.JoinedStr))
