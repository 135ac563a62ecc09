"""The checker as one file: a bare Python runs it, and it says what the installed one says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import _checker
import pytest

from aceite_verify.cli import main
from aceite_verify.findings import INCOMPLETE, INVALID
from tests.house.reading import ROOT
from tests.verify.complete import final


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _checker.build(tmp_path_factory.mktemp("dist"))


def bare(built: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs it as somebody would on another machine: no environment, no packages, the system's own Python."""
    python = str(getattr(sys, "_base_executable", sys.executable))
    environment = {"PATH": os.environ["PATH"], "HOME": str(built.parent), "SHIV_ROOT": str(built.parent / "shiv")}
    return subprocess.run([python, "-I", str(built), *words], capture_output=True, text=True, env=environment)


def test_it_is_named_for_its_python_and_platform(built: Path) -> None:
    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    assert re.fullmatch(rf"aceite-verify-{python}-[a-z0-9_.-]+\.pyz", built.name)


@pytest.mark.parametrize("options", [[], ["--json"], ["--lang", "en"]])
def test_it_says_the_same_words_and_ends_the_same_way(
    built: Path, tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    good, changed = tmp_path / "bom.pdf", tmp_path / "mudado.pdf"
    good.write_bytes(final())
    changed.write_bytes(final()[:200] + b"x" + final()[201:])
    for file, status in ((good, INCOMPLETE), (changed, INVALID)):
        alone = bare(built, str(file), *options)
        assert (main([str(file), *options]), alone.returncode) == (status, status)
        assert alone.stdout == capsys.readouterr().out and alone.stderr == ""


def test_the_same_repository_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    assert _checker.build(tmp_path).read_bytes() == built.read_bytes()


def test_it_brings_the_very_versions_the_server_runs_on() -> None:
    def locked(extent: str) -> set[str]:
        lock = (ROOT / "requirements" / f"{extent}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^([\w.-]+==[\w.]+)", lock, re.MULTILINE))

    assert locked("verify") and locked("verify") <= locked("base")
