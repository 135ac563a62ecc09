"""What the house rules look for in a syntax tree; kept apart so that each search is itself tested."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

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
    """Lines that hand an f-string to gettext, or a text of their own within one: neither is found for translation."""
    for node in ast.walk(tree):
        if _asks_gettext(node):
            yield from (part.lineno for part in node.args if isinstance(part, ast.JoinedStr))
        if isinstance(node, ast.JoinedStr):
            within = [part for part in ast.walk(node) if _asks_gettext(part)]
            yield from (part.lineno for part in within if any(isinstance(a, ast.Constant) for a in part.args))


def _asks_gettext(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    return node.func.id == "_" or node.func.id.endswith(("gettext", "gettext_lazy"))
