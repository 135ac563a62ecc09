"""docs/evidence.md tells the truth: its files check, its lines of shell print what it says, its values are theirs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aceite_verify.cli import main
from tests.example import BEGIN, END, FOLDER, PAGE, values

TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT.split("## O exemplo")[1], re.DOTALL)
TRUST = FOLDER / "confianca"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The files of the example, where a shell may write beside them."""
    return Path(shutil.copytree(FOLDER, tmp_path / "exemplo"))


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a shell makes of it, with the checker as people have it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, env={**os.environ, "PATH": path}
    )


@pytest.mark.parametrize("name", ["contrato-assinado.pdf", "dossie.zip", "dossie.pdf"])
def test_nothing_in_the_example_is_wrong_and_what_is_unknown_is_told(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(FOLDER / name), "--trust", str(TRUST)]) == 2
    told = capsys.readouterr().out
    assert "✗" not in told and "INCOMPLETO" in told
    unknown = {line.strip() for line in told.splitlines() if line.strip().startswith("?")}
    assert all("carimbo de tempo externo" in line or "Revogação não verificada" in line for line in unknown)


def test_without_the_authority_it_is_not_trusted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(FOLDER / "contrato-assinado.pdf")]) == 2
    assert "Autoridade não conferida nesta instalação" in capsys.readouterr().out


def test_the_lines_for_the_checker_run(copied: Path) -> None:
    for block, status in ((BLOCKS[0], 2), (BLOCKS[1], 0)):
        assert [run(line, copied).returncode for line in block.splitlines()] == [status] * block.count("\n")


def test_every_line_by_hand_agrees(copied: Path) -> None:
    script = "\n".join(BLOCKS[2:])
    done = run(script, copied)
    assert done.stderr == ""
    said = done.stdout.splitlines()
    assert said.count("confere") == script.count("echo confere")
    assert said.count("Verified OK") == script.count("openssl dgst")
    assert set(said) == {"confere", "Verified OK"}


def test_a_changed_file_agrees_with_nothing(copied: Path) -> None:
    file = copied / "contrato-assinado.pdf"
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.write_bytes(data)
    assert "confere" not in run(BLOCKS[2], copied).stdout


def test_a_reader_of_pdfs_says_what_the_page_says_it_does() -> None:
    said = TEXT.split("O leitor de PDF diz")[1].split("**E se")[0]
    told = subprocess.run(["pdfsig", FOLDER / "contrato-assinado.pdf"], capture_output=True, text=True).stdout
    quoted = [words for words in re.findall(r"`([^`]+)`", said) if words != "pdfsig"]
    assert len(quoted) == 3 and [words for words in quoted if words not in told] == []


def test_the_values_of_the_page_are_those_of_its_files() -> None:
    assert TEXT.split(BEGIN)[1].split(END)[0] == values(FOLDER)


def test_what_it_links_to_is_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)", TEXT) if "://" not in link]
    assert links and [link for link in links if not (PAGE.parent / link).exists()] == []
