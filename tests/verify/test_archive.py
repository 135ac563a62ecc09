"""A hostile ZIP costs little and ends in a finding: bombs, ladders out of the folder, thousands of names, twins."""

import struct
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from aceite_verify import archive
from aceite_verify.archive import BadArchive, open_archive
from aceite_verify.cli import main
from aceite_verify.dossier import check_dossier
from aceite_verify.trust import Trust

NOBODY = Trust(datetime(2026, 11, 24, tzinfo=UTC))
pytestmark = pytest.mark.hostile


def packed(*entries: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in entries:
            written.writestr(name, data)
    return out.getvalue()


def said(data: bytes) -> str:
    (finding,) = check_dossier(BytesIO(data), NOBODY).findings
    return finding.code


@pytest.mark.parametrize(
    "name",
    ["../fora.json", "/etc/passwd", "a/../b", "a//b", "..", "a\\b", "C:x", ".oculto", "não.json", "a b", "x" * 201],
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    assert said(packed((name, b"{}"))) == "dossier.bad_name"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["indice.json", "INDICE.json"])
def test_a_name_that_stands_twice_is_refused(twin: str) -> None:
    assert said(packed(("indice.json", b"{}"), (twin, b"[]"))) == "dossier.name_twice"


def test_thousands_of_entries_are_not_even_read() -> None:
    many = packed(*((f"f{number}", b"") for number in range(archive.MOST_ENTRIES + 1)))
    assert said(many) == "dossier.too_many"


def test_an_end_that_claims_millions_of_entries_is_not_believed() -> None:
    data = bytearray(packed(("indice.json", b"{}")))
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<2H", 60_000, 60_000)
    assert said(bytes(data)) == "dossier.too_many"


def test_a_bomb_is_told_by_what_it_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_ENTRY", 1024 * 1024)
    bomb = packed(("indice.json", b" " * (2 * 1024 * 1024)))
    assert len(bomb) < 4096 and said(bomb) == "dossier.too_large"
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 1024 * 1024)
    assert said(packed(*((f"f{number}", b" " * 500_000) for number in range(3)))) == "dossier.too_large"


def test_a_bomb_that_declares_less_gives_no_more_than_that() -> None:
    data = bytearray(packed(("indice.json", b" " * 1_000_000)))
    # Both headers say one byte.
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark) + place
        data[at : at + 4] = struct.pack("<I", 1)
    assert said(bytes(data)) == "dossier.damaged"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + bytes(100), b"PK\x05\x06" + bytes(18), b""])
def test_what_is_no_zip_gets_a_finding(data: bytes) -> None:
    assert said(data).startswith("dossier.")


@pytest.mark.parametrize(
    "index", [b"", b"{}", b"[" * 100_000, b'{"type":"aceite.dossier.v1"}', b'{"type":"x","type":"y"}', b"\xff"]
)
def test_an_index_of_another_form_gets_a_finding(index: bytes) -> None:
    assert said(packed(("indice.json", index))) == "dossier.malformed"


def test_a_zip_without_an_index_is_no_dossier() -> None:
    assert said(packed(("foto.jpg", b"x"))) == "dossier.missing_file"


def test_an_encrypted_entry_is_refused() -> None:
    data = bytearray(packed(("indice.json", b"{}")))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert said(bytes(data)) == "dossier.damaged"


def test_folders_that_a_packer_adds_are_no_files() -> None:
    found = open_archive(BytesIO(packed(("versoes/", b""), ("indice.json", b"{}"))))
    assert list(found.entries) == ["indice.json"]
    with pytest.raises(BadArchive, match="too_large"):
        found.read("indice.json", 1)


def test_the_command_says_it_and_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "dossie.zip"
    path.write_bytes(packed(("../fora.json", b"{}")))
    assert main([str(path)]) == 1
    assert "Há no ZIP um nome que um dossiê não usa: ../fora.json" in capsys.readouterr().out
