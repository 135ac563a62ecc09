"""`aceite trust`: what an operator is shown before he trusts anybody, and that nothing else is taken."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from aceite.kit.sealing import trust_zip
from aceite.kit.sealing.authority import fingerprint, revocation_list
from aceite.kit.sealing.trust_zip import BadZip, open_zip
from aceite.project.checks import trust_folder_can_be_read
from aceite_verify.trust import Tree, read_trust
from tests.kit.sealing.certificates import AT, issuer, root
from tests.kit.sealing.samples import PASSPHRASE, authority
from tests.kit.sealing.tsa import tsa_root


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.TRUST_FOLDER = str(tmp_path / "trust")
    return tmp_path / "trust"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def revoked(at: datetime = AT) -> bytes:
    return revocation_list(authority(), passphrase=PASSPHRASE, revoked={}, at=at)


def authorities() -> dict[str, bytes]:
    return {
        "trust/icp-brasil/raiz.crt": root().der,
        "trust/icp-brasil/AC.pem": issuer().pem,
        "trust/instance/aurora.pem": authority().certificate,
        "trust/instance/aurora.crl": revoked(),
        "trust/timestamps/hora.pem": tsa_root().pem,
    }


def run(tmp_path: Path, data: bytes, *options: str) -> str:
    place, out = tmp_path / "autoridades.zip", io.StringIO()
    place.write_bytes(data)
    call_command("trust", "import", str(place), *options, stdout=out)
    return out.getvalue()


def listed() -> str:
    out = io.StringIO()
    call_command("trust", stdout=out)
    return out.getvalue()


def answering(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: word)


def test_each_part_is_shown_with_its_fingerprint_before_it_is_trusted(folder: Path, tmp_path: Path) -> None:
    told = run(tmp_path, zipped(authorities()), "--yes")
    shown = told.replace(":", "").lower()
    for certificate in (root().pem, issuer().pem, authority().certificate, tsa_root().pem):
        assert fingerprint(certificate) in shown
    assert "AC Raiz de teste (raiz): nova" in told and "AC de teste (intermediária): nova" in told
    assert "vale de 24/11/2025 a 22/11/2035" in told
    assert "(lista de revogação): nova" in told and "Importadas 5 partes" in told


def test_what_was_imported_is_what_a_check_trusts(folder: Path, tmp_path: Path) -> None:
    run(tmp_path, zipped(authorities()), "--yes")
    trust = read_trust(folder, at=AT)
    assert [len(trust.tree(tree).roots) for tree in Tree] == [1, 0, 1, 1]
    assert len(trust.tree(Tree.ICP_BRASIL).others) == len(trust.lists()) == 1
    assert all(word in listed() for word in ("AC Raiz de teste", "Hora Certa", "lista de revogação"))


@pytest.mark.parametrize("word", ["", "n", "yes"])
def test_nothing_is_trusted_without_a_clear_yes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    answering(monkeypatch, word)
    with pytest.raises(CommandError, match="Nada foi importado"):
        run(tmp_path, zipped(authorities()))
    assert not folder.exists()


def test_a_clear_yes_imports_and_a_second_time_nothing_is_new(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "S")
    assert "Importadas 5 partes" in run(tmp_path, zipped(authorities()))
    again = run(tmp_path, zipped(authorities()))
    assert "já está na pasta" in again and "Nada de novo neste ZIP" in again


def test_files_in_no_folder_need_a_word_for_whose_they_are(folder: Path, tmp_path: Path) -> None:
    flat = zipped({"raiz.crt": root().der})
    with pytest.raises(CommandError, match="raiz.crt"):
        run(tmp_path, flat, "--yes")
    run(tmp_path, flat, "--yes", "--tree", "icp-brasil")
    assert len(read_trust(folder, at=AT).tree(Tree.ICP_BRASIL).roots) == 1


def test_a_newer_list_takes_the_place_of_an_older_one_and_never_the_reverse(folder: Path, tmp_path: Path) -> None:
    newer = {"instance/lista.crl": revoked(AT + timedelta(days=1))}
    run(tmp_path, zipped(authorities()), "--yes")
    assert "mais nova que a guardada" in run(tmp_path, zipped(newer), "--yes")
    assert "não será usada" in run(tmp_path, zipped(authorities()), "--yes")
    (kept,) = read_trust(folder, at=AT).lists()
    assert kept["tbs_cert_list"]["this_update"].native == AT + timedelta(days=1)


def test_what_is_no_certificate_is_left_out_and_named(folder: Path, tmp_path: Path) -> None:
    strange = {"icp-brasil/leia\x1b[31m.txt": b"ola", "icp-brasil/raiz.crt": root().der, "__MACOSX/x": b"x"}
    told = run(tmp_path, zipped(strange), "--yes")
    assert "ficam de fora: icp-brasil/leia\N{REPLACEMENT CHARACTER}[31m.txt." in told
    assert [file.parent.name for file in folder.rglob("*.pem")] == ["icp-brasil"]


def test_no_name_in_the_zip_leads_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    run(tmp_path, zipped({"../../govbr/../icp-brasil/../../x.crt": root().der, "/govbr/y.crt": issuer().der}), "--yes")
    written = [file for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".zip"]
    assert written and all(folder in file.parents for file in written)


def far_too_many() -> bytes:
    return zipped({f"icp-brasil/{number}": b"" for number in range(trust_zip.MOST_FILES + 1)})


def a_bomb() -> bytes:
    return zipped({"icp-brasil/raiz.crt": bytes(trust_zip.LARGEST_FILE + 1)})


def several_small_bombs() -> bytes:
    return zipped({f"icp-brasil/{number}": bytes(15 << 20) for number in range(5)})


def a_liar() -> bytes:
    """An entry that claims to be small."""
    made, size = bytearray(a_bomb()), (trust_zip.LARGEST_FILE + 1).to_bytes(4, "little")
    return bytes(made.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.hostile
@pytest.mark.parametrize("make", [far_too_many, a_bomb, several_small_bombs])
def test_a_zip_beyond_all_measure_is_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(BadZip, match="grande demais"):
        open_zip(make(), into=Tree.ICP_BRASIL)


@pytest.mark.hostile
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"isto nao e um zip", a_liar()], ids=range(4))
def test_what_is_no_zip_is_told(folder: Path, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CommandError, match="ZIP"):
        run(tmp_path, data, "--yes")
    assert not folder.exists()


def test_an_empty_folder_says_so(folder: Path) -> None:
    assert "Vazia" in listed()


def test_a_stray_file_in_the_folder_is_named_before_anything_serves(folder: Path) -> None:
    (folder / "govbr").mkdir(parents=True)
    (folder / "govbr" / "estranho").write_bytes(b"x")
    assert "estranho" in trust_folder_can_be_read()[0].msg
    with pytest.raises(CommandError, match="estranho"):
        listed()
    (folder / "govbr" / "estranho").unlink()
    assert trust_folder_can_be_read() == []
