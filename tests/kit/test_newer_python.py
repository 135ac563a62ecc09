"""The same paper and the same verdict on a newer Python, where one was set up under var/newer (CONTRIBUTING.md)."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from aceite_verify.cli import main
from aceite_verify.findings import INCOMPLETE
from tests.house.reading import ROOT
from tests.kit.paper_samples import contract, proposal, signatures
from tests.verify.complete import final

NEWER = ROOT / "var" / "newer" / "bin" / "python"
PAPERS = (
    "import hashlib; from tests.kit.paper_samples import contract, proposal, signatures;"
    "print(hashlib.sha256(contract().render() + signatures().render() + proposal(40).render()).hexdigest())"
)

needs_it = pytest.mark.skipif(not NEWER.exists(), reason="no newer Python was set up under var/newer")


def on_the_newer(*words: str) -> subprocess.CompletedProcess[str]:
    places = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "verify")])}
    return subprocess.run([NEWER, *words], capture_output=True, text=True, env={**os.environ, **places}, cwd=ROOT)


@needs_it
def test_the_same_data_gives_the_same_paper() -> None:
    here = hashlib.sha256(contract().render() + signatures().render() + proposal(40).render()).hexdigest()
    assert on_the_newer("-c", PAPERS).stdout.strip() == here


@needs_it
def test_the_same_file_gets_the_same_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "contrato.pdf"
    file.write_bytes(final())
    there = on_the_newer("-m", "aceite_verify.cli", str(file), "--json")
    assert (main([str(file), "--json"]), there.returncode) == (INCOMPLETE, INCOMPLETE)
    assert there.stdout == capsys.readouterr().out
