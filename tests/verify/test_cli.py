"""The command's three answers, in words and as JSON, for good, bad and hopeless files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aceite_verify.canonical import sha256_hex
from aceite_verify.cli import main
from tests.verify.papers import original
from tests.verify.sale import good_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "contrato assinado.pdf"
    path.write_bytes(good_file())
    return path


def test_a_file_that_cannot_be_checked_to_the_end_is_incomplete(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file)]) == 2
    told = capsys.readouterr().out
    assert "✓ O arquivo começa, byte a byte, com o documento entregue" in told
    assert "✓ Carla: o ato é sobre este documento" in told
    assert "? Autoridade não conferida nesta instalação" in told
    assert "INCOMPLETO" in told and "VÁLIDO:" not in told


def test_a_changed_file_is_invalid(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray(good_file())
    data[100] ^= 1
    file.write_bytes(data)
    assert main([str(file), "--lang", "en"]) == 1
    told = capsys.readouterr().out
    assert "✗ The first" in told and "INVALID" in told


def test_the_command_by_hand_gives_what_it_says(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(file)])
    command = next(line for line in capsys.readouterr().out.splitlines() if "sha256sum" in line)
    said = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == sha256_hex(original())


def test_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["length"]) == ("incomplete", len(good_file()))
    assert {"code", "verdict", "sentence", "detail"} == set(told["findings"][0])


@pytest.mark.hostile
@pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.7", b"%PDF-1.7\n" + b"[" * 200_000])
def test_hopeless_files_get_a_sentence(file: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(content)
    assert main([str(file)]) == 1
    assert "✗" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["nowhere.pdf", "."])
def test_what_cannot_be_read_gets_a_sentence(tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / place)]) == 2
    assert "Não consegui ler" in capsys.readouterr().err


@pytest.mark.hostile
def test_a_file_that_would_never_end_is_told_in_time(file: Path) -> None:
    # A cross-reference stream without a byte that claims a million million objects.
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /XRef /W [0 0 0] /Index [0 999999999999] /Size 999999999999 /Length 0 >>\n"
    file.write_bytes(head + b"stream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n")
    script = "import sys, aceite_verify.cli as cli; cli.SECONDS = 1; sys.exit(cli.main())"
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, "") and "TimeoutError" in done.stdout


def test_it_runs_without_the_server_and_without_django(file: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, 'verify')\n"
        "import aceite_verify.cli as cli\n"
        "status = cli.main(sys.argv[1:])\n"
        "assert not {'django', 'aceite'} & set(sys.modules), 'the server was imported'\n"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, "")
