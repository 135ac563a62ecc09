"""The measures of ARCHITECTURE.md: printed by `pytest tests/house/test_measures.py -s`, and held."""

from collections.abc import Sequence
from statistics import median

from tests.house.reading import ROOT, functions, length, python_files, short

# What reads better longer than the measure; ARCHITECTURE.md says why.
LONG_FILES: set[str] = set()
LONG_FUNCTIONS: set[str] = set()


def ninetieth(sizes: Sequence[int]) -> int:
    """The size that nine of ten do not exceed."""
    return sorted(sizes)[int(len(sizes) * 0.9)]


def lines(path: str) -> list[int]:
    """Lines of every file that matches."""
    return [len(p.read_text(encoding="utf-8").splitlines()) for p in ROOT.glob(path) if "var" not in p.parts]


def test_files_are_short() -> None:
    sizes = {short(p): len(p.read_text(encoding="utf-8").splitlines()) for p in python_files()}
    half, most = median(sizes.values()), ninetieth(list(sizes.values()))
    print(f"\n{len(sizes)} files: median {half:g} lines, p90 {most}, longest {max(sizes.values())}")
    assert [name for name, size in sizes.items() if size > 400 and name not in LONG_FILES] == []
    assert half <= 80
    assert most <= 200


def test_functions_are_short() -> None:
    sizes = {f"{short(p, f.lineno)} {f.name}": length(f) for p, f in functions()}
    half, most = median(sizes.values()), ninetieth(list(sizes.values()))
    print(f"\n{len(sizes)} functions: median {half:g} lines, p90 {most}, longest {max(sizes.values())}")
    assert [name for name, size in sizes.items() if size > 60 and name.split()[-1] not in LONG_FUNCTIONS] == []
    assert half <= 8
    assert most <= 25


def test_templates_are_short() -> None:
    sizes = lines("aceite/**/templates/**/*.html")
    print(f"\n{len(sizes)} templates: median {median(sizes):g} lines, p90 {ninetieth(sizes)}, longest {max(sizes)}")
    assert ninetieth(sizes) <= 80


def test_tests_are_short() -> None:
    sizes = [length(f) for _, f in functions("tests") if f.name.startswith("test_")]
    print(f"\n{len(sizes)} tests: median {median(sizes):g} lines")
    assert median(sizes) <= 10


def test_every_function_has_types() -> None:
    untyped = [short(p, f.lineno) for p, f in functions() if f.returns is None]
    assert untyped == []
