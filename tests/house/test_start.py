"""A web process starts without the libraries that only the worker and its limited children need."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import ROOT, imports, python_files, short, tree

# Each takes longer to load than all the code of the house.
WORKERS = {
    *(
        "PIL",
        "aiohttp",
        "babel",
        "brutils",
        "fontTools",
        "holidays",
        "img2pdf",
        "lxml",
        "mammoth",
        "num2words",
        "pikepdf",
    ),
    *("pillow_heif", "pyhanko", "pyhanko_certvalidator", "pypdfium2", "python_calamine", "segno", "typst"),
    *("xlsxwriter", "zxingcpp"),
}
START = "import django, sys; django.setup(); import aceite.project.urls; print(*sys.modules)"


def late_names(path: Path) -> Iterator[str]:
    """The modules that this file loads late."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "late":
            yield from (str(word.value) for word in node.args if isinstance(word, ast.Constant))


def test_a_web_process_starts_without_what_only_the_worker_needs() -> None:
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "aceite.project.settings"}
    started = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, check=True, env=surroundings, cwd=ROOT
    )
    loaded = {name.split(".")[0] for name in started.stdout.split()}
    assert "aceite" in loaded
    assert loaded & WORKERS == set()


def test_what_is_loaded_late_is_what_the_type_checker_sees() -> None:
    named = [(path, name) for path in python_files() for name in late_names(path)]
    assert named
    assert [(short(path), name) for path, name in named if name not in imports(path)] == []
