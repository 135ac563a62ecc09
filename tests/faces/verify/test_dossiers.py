"""Dossiers, receipts and anchors on the public page: the checker's words, and nothing that a hostile ZIP could do."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.sales.dossier import ask_for_dossier, forget_dossier, newest_dossier
from aceite.core.sales.dossier_store import open_kept
from aceite.core.sales.models import Dossier
from aceite.core.trail.actors import System
from aceite.faces.verify import checked as checked_file
from aceite_verify.archive import LARGEST_TOTAL
from aceite_verify.dossier import check_dossier
from aceite_verify.trust import read_trust
from aceite_verify.words import PORTUGUESE
from tests.anchoring import anchor_trail
from tests.example import FOLDER
from tests.jobs import run_jobs
from tests.kit.sealing import tsa
from tests.stamping import stamping
from tests.walk import approved, draft_for, fresh, sent, signed, with_contract

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def trusting(settings: Any) -> Iterator[None]:
    """An installation that trusts the one of the worked example, on the morning after."""
    cache.clear()
    settings.TRUST_FOLDER = str(FOLDER / "confianca")
    with time_machine.travel(MORNING, tick=False):
        yield


def example(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def told(file: bytes, other: bytes | None = None, *, status: int = 200) -> str:
    fields = {"file": SimpleUploadedFile("a", file)} | ({"other": SimpleUploadedFile("b", other)} if other else {})
    answer = Client().post("/verificar/arquivo/", fields)
    assert answer.status_code == status
    return " ".join(unescape(answer.content.decode()).split())


def packed(*entries: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", how) as written:
        for name, data in entries:
            written.writestr(name, data)
    return out.getvalue()


def test_a_dossier_is_told_in_the_words_of_the_command() -> None:
    page, data = told(example("dossie.zip")), example("dossie.zip")
    report = check_dossier(BytesIO(data), read_trust(FOLDER / "confianca", at=MORNING))
    own = {PORTUGUESE.sentence(found) for found in report.findings if not found.file}
    assert len(own) > 5 and [sentence for sentence in own if sentence not in page] == []
    assert {found.file for found in report.findings if found.file not in page} == set()
    assert "Nada de errado, mas nem tudo pôde ser conferido" in page


def test_a_dossier_with_a_changed_file_names_it() -> None:
    with zipfile.ZipFile(BytesIO(example("dossie.zip"))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["versoes/1/proposta.pdf"] += b"\n"
    page = told(packed(*files.items()))
    assert "Este arquivo não confere" in page and "versoes/1/proposta.pdf foi alterado." in page


def test_a_dossier_and_its_cover_belong_together() -> None:
    assert "A capa é deste dossiê" in told(example("dossie.zip"), example("dossie.pdf"))


def test_a_receipt_is_checked_and_compared_whichever_file_comes_first() -> None:
    receipt, dossier = example("recibo.json"), example("dossie.zip")
    assert "Recibo original e íntegro" in told(receipt)
    for page in (told(receipt, dossier), told(dossier, receipt), told(receipt, example("contrato-assinado.pdf"))):
        assert "Recibo original e íntegro" in page and "a trilha contém este ato" in page
    assert "não confere" in told(receipt.replace(b"Carla", b"Clara"))


def test_an_anchor_is_compared_with_the_dossier() -> None:
    assert "falta o que comparar com ela" in told(example("ancora.json"))
    assert "a do dossiê é a mesma" in told(example("ancora.json"), example("dossie.zip"))


def bomb() -> bytes:
    """More than two gigabytes of nothing, in two thousand names of the same few bytes."""
    one, names = packed(("f", b"\0" * 1_000_000)), LARGEST_TOTAL // 1_000_000 + 1
    begins, ends = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry, directory = one[:begins], one[begins:ends]
    # Every name of the directory points at the one entry.
    many = b"".join(_renamed(directory, number) for number in range(names))
    end = b"PK\x05\x06\0\0\0\0" + names.to_bytes(2, "little") * 2
    return entry + many + end + len(many).to_bytes(4, "little") + len(entry).to_bytes(4, "little") + b"\0\0"


def _renamed(directory: bytes, number: int) -> bytes:
    name = b"f%d" % number
    return directory[:28] + len(name).to_bytes(2, "little") + directory[30:46] + name


HOSTILE = {
    "a bomb": (bomb, "O ZIP é grande demais"),
    "ten thousand names": (lambda: packed(*((f"f{n}", b"") for n in range(10_000))), "O ZIP tem arquivos demais"),
    "a ladder": (lambda: packed(("../../etc/passwd", b"x")), "um nome que um dossiê não usa: ../../etc/passwd"),
    "an absolute path": (lambda: packed(("/etc/passwd", b"x")), "um nome que um dossiê não usa"),
    "a name that is a script": (lambda: packed(("<script>alert(1)</script>", b"x")), "um nome que um dossiê não usa"),
    "a ZIP in a ZIP": (lambda: packed(("outro.zip", bomb())), "Falta indice.json."),
    "a ZIP as an index": (lambda: packed(("indice.json", bomb())), "indice.json não tem a forma esperada"),
    "an index that is a bomb": (lambda: packed(("indice.json", b" " * 200_000_000)), "O ZIP é grande demais"),
    "a torn ZIP": (lambda: example("dossie.zip")[:50_000], "O ZIP está danificado"),
    "an office file": (lambda: packed(("[Content_Types].xml", b"<a/>")), "um nome que um dossiê não usa"),
    "some JSON": (lambda: b'{"name": "package", "version": "1.0"}', "O recibo não tem a forma esperada"),
    "deep JSON": (lambda: b'{"a":' * 100_000, "O recibo não tem a forma esperada"),
}


@pytest.mark.hostile
@pytest.mark.sqlite
@pytest.mark.parametrize(("make", "words"), HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_file_gets_a_sentence_and_a_4xx(make: Any, words: str) -> None:
    answer = Client().post("/verificar/arquivo/", {"file": SimpleUploadedFile("a", make())})
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page
    assert "original e íntegr" not in page and "Traceback" not in page and "<script>alert" not in page


def test_what_is_too_large_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_file, "LARGEST", 1000)
    assert "passa de 40 MB" in told(example("dossie.zip"), status=413)
    assert "passa de 40 MB" in told(b"{}", example("dossie.zip"), status=413)


@pytest.fixture
def dossier(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, settings: Any, tmp_path: Path
) -> Dossier:
    """Carla's own of a sale that was signed, approved and anchored, with every time stamp there can be."""
    now = MORNING
    with stamping(settings, tmp_path, tsa.honest(now)):
        proposal = draft_for(padaria, bruno, now)
        with_contract(proposal, bruno, now, carla, gil)
        sale = sent(proposal, bruno, now)
        signed(sale, carla, gil, at=now)
        approved(fresh(sale), carla, now)
        run_jobs(now)
        anchor_trail(sale.company_id, by=System(sale.company_id), at=now + timedelta(minutes=1))
        ask_for_dossier(fresh(sale), by=carla, at=now)
        run_jobs(now)
    found = newest_dossier(sale, by=carla)
    assert found is not None and found.made_at is not None
    return found


def asked(sha256: str, *, status: int = 200) -> str:
    answer = Client().post("/verificar/arquivo/", {"sha256": sha256})
    assert answer.status_code == status
    return answer.content.decode()


def test_a_dossier_of_this_installation_is_original_and_known_by_its_hash(dossier: Dossier, carla: PanelUser) -> None:
    with open_kept(dossier, "zip") as opened:
        page = told(opened.read())
    assert "Dossiê original e íntegro" in page and "um dossiê desta venda, montado aqui" in page
    forget_dossier(dossier, by=System(dossier.company_id), at=MORNING)
    whole, cover = asked(dossier.zip_sha256), asked(dossier.pdf_sha256)
    assert "É o mesmo arquivo" in whole and f"Dossiê da proposta {dossier.proposal.number}" in whole
    assert "a capa de um dossiê desta venda" in cover
    assert carla.name not in whole + cover and carla.email not in whole + cover


def test_a_dossier_that_was_never_made_is_nobodys(dossier: Dossier) -> None:
    Dossier.objects.update(made_at=None, zip_sha256="", pdf_sha256="")
    assert "não é um dos guardados" in asked("", status=404)
    assert "se confere por dentro" in asked(dossier.zip_sha256, status=404)
