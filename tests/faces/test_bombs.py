"""Every door that takes files, and files made to take all time and memory of whoever opens them."""

import time
import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from asn1crypto import pkcs12
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aceite.core.contracts.models import Contract, SignedCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.pictures import NotDrawn, picture
from aceite.core.documents.storing import store
from aceite.core.people.models import Member
from aceite.core.proposals.models import Attachment, Proposal
from aceite.core.signatures.models import Certificate
from aceite.kit import limits
from aceite.kit.limits import run_limited
from tests.bombs import PDFS, PICTURES, Make
from tests.clients import client_of
from tests.core.contracts.scans import photo
from tests.kit.paper_samples import contract
from tests.kit.sealing.certificates import aurora, pfx
from tests.walk import contracts_of, draft_for, sent, with_contract

# What a file costs to read has nothing to do with the database: once.
pytestmark = [pytest.mark.django_db, pytest.mark.hostile, pytest.mark.sqlite]

# What issue and page promise: an answer in twenty seconds, and no child of more than 800 MB.
PATIENCE = 20.0
MEMORY_MB = 800
# A logo is PNG, JPEG or WebP; the photo that costs its full time is tried at one door.
LOGOS = {"vast_png": "grande demais", "wordy_png": "logotipo precisa ser", "vast_jpeg": "grande demais"}
# The same reader stands behind this door as behind the customer's: one of each kind is enough.
FROM_THE_POST = ("gigabyte_in_a_page", "thousandfold_form", "deep_array", "vast_heic")


@pytest.fixture(autouse=True)
def bounded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """What each child was allowed, in seconds and MB."""
    allowed = []

    class Noted(limits._Job):
        def __init__(self, server: Any, order: Mapping[str, Any]) -> None:
            allowed.append((order["seconds"], order["memory_mb"]))
            super().__init__(server, order)

    monkeypatch.setattr(limits, "_Job", Noted)
    cache.clear()
    return allowed


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def draft(padaria: Customer, bruno: Member, at: datetime) -> Proposal:
    return draft_for(padaria, bruno, at)


@pytest.fixture
def on_paper(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla, requirement="manual")
    return sent(proposal, bruno, at)


def refused(client: Client, address: str, fields: Mapping[str, Any], allowed: list[tuple[int, int]]) -> str:
    """Sends a bomb; the page that refuses it in time."""
    # What it took to get here, papers to set and pages to draw, is not the stranger's.
    allowed.clear()
    began = time.monotonic()
    answer = client.post(address, fields)
    assert time.monotonic() - began < PATIENCE
    assert 400 <= answer.status_code < 500
    assert all(seconds < PATIENCE and memory <= MEMORY_MB for seconds, memory in allowed)
    # The next job finds a worker as good as new.
    assert run_limited("tests.kit.jobs_for_children:upper", b"a", seconds=5, memory_mb=50) == b"A"
    return answer.content.decode()


def file(make: Make, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make())


each_pdf = pytest.mark.parametrize("make", PDFS.values(), ids=list(PDFS))
each_picture = pytest.mark.parametrize("make", PICTURES.values(), ids=list(PICTURES))


@each_pdf
def test_a_pdf_to_be_checked_by_anybody(make: Make, bounded: list[tuple[int, int]]) -> None:
    page = refused(Client(), "/verificar/arquivo/", {"file": file(make, "contrato.pdf")}, bounded)
    assert "original e íntegro" not in page and 'class="verdict' in page


@each_picture
def test_a_picture_to_be_checked_by_anybody(make: Make, bounded: list[tuple[int, int]]) -> None:
    page = refused(Client(), "/verificar/arquivo/", {"file": file(make, "contrato.pdf")}, bounded)
    assert "Este arquivo não é um PDF." in page


@each_pdf
def test_a_pdf_as_a_contract(make: Make, draft: Proposal, bruno: Member, bounded: list[tuple[int, int]]) -> None:
    fields = {"title": "Do cliente", "requirement": "manual", "level": "simple", "file": file(make, "contrato.pdf")}
    address = f"/aurora/gestao/vendas/{draft.number}/contratos/novo/?de=pdf"
    assert "este pdf" in refused(client_of(bruno), address, fields, bounded).lower()
    assert not Contract.objects.exists()


@each_pdf
def test_a_pdf_as_a_signed_copy(
    make: Make, on_paper: Proposal, carla: PanelUser, bounded: list[tuple[int, int]]
) -> None:
    _refused_as_copy(make, "via.pdf", on_paper, carla, bounded)


@each_picture
def test_a_picture_as_a_signed_copy(
    make: Make, on_paper: Proposal, carla: PanelUser, bounded: list[tuple[int, int]]
) -> None:
    _refused_as_copy(make, "via.jpg", on_paper, carla, bounded)


def _refused_as_copy(make: Make, name: str, sale: Proposal, by: PanelUser, allowed: list[tuple[int, int]]) -> None:
    address = f"/aurora/painel/propostas/{sale.number}/contratos/{contracts_of(sale).get().pk}/via-assinada/"
    page = refused(client_of(by), address, {"pages": [file(make, name)], "key": "k", "note": ""}, allowed)
    assert name in page
    assert not SignedCopy.objects.exists()


@pytest.mark.parametrize("name", FROM_THE_POST)
def test_a_scan_of_paper_from_the_post(
    name: str, on_paper: Proposal, bruno: Member, bounded: list[tuple[int, int]]
) -> None:
    address = f"/aurora/gestao/vendas/{on_paper.number}/contratos/{contracts_of(on_paper).get().pk}/vias/nova/"
    scan, day = file({**PDFS, **PICTURES}[name], f"{name}.pdf"), timezone.localdate().strftime("%d/%m/%Y")
    fields = {"pages": [scan], "arrival": "post", "arrived_on": day, "note": "", "key": "k"}
    assert f"{name}.pdf" in refused(client_of(bruno), address, fields, bounded)
    assert not SignedCopy.objects.exists()


@pytest.mark.parametrize(("name", "why"), LOGOS.items())
def test_a_picture_as_a_logo(name: str, why: str, ana: Member, bounded: list[tuple[int, int]]) -> None:
    page = refused(client_of(ana), "/aurora/gestao/empresa/logotipo/", {"logo": file(PICTURES[name], "l.png")}, bounded)
    assert why in page
    assert not Document.objects.exists()


def endless_pfx() -> bytes:
    """A certificate whose password is to be stirred two thousand million times."""
    stirred = pkcs12.Pfx.load(pfx(aurora()))
    stirred["mac_data"]["iterations"] = 2**31 - 1
    data: bytes = stirred.dump(force=True)
    return data


def test_a_certificate_that_never_opens(ana: Member, bounded: list[tuple[int, int]]) -> None:
    fields = {"pfx": SimpleUploadedFile("a1.pfx", endless_pfx()), "password": "segredo"}
    page = refused(client_of(ana), "/aurora/gestao/empresa/certificado/", fields, bounded)
    assert "error" in page and bounded
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("name", "bomb"),
    [
        ("anexo.pdf", "gigabyte_in_a_page"),
        ("anexo.pdf", "thousandfold_form"),
        ("foto.png", "vast_png"),
        ("foto.jpg", "vast_jpeg"),
        # What it is called makes it no text.
        ("lista.txt", "vast_heic"),
    ],
)
def test_a_bomb_as_an_attachment(
    name: str, bomb: str, draft: Proposal, bruno: Member, bounded: list[tuple[int, int]]
) -> None:
    address = f"/aurora/gestao/vendas/{draft.number}/anexos/"
    fields = {"added": [file({**PDFS, **PICTURES}[bomb], name)]}
    assert f"“{name}” não pôde ser incluído." in refused(client_of(bruno), address, fields, bounded)
    assert not Attachment.objects.exists() and not Document.objects.exists()


def test_an_archive_as_an_attachment_is_kept_and_never_opened(
    draft: Proposal, bruno: Member, bounded: list[tuple[int, int]]
) -> None:
    bounded.clear()
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("anexo.pdf", PDFS["gigabyte_in_a_page"]())
    files = [SimpleUploadedFile(name, archive.getvalue()) for name in ("plantas.zip", "memorial.docx")]
    answer = client_of(bruno).post(f"/aurora/gestao/vendas/{draft.number}/anexos/", {"added": files})
    assert answer.status_code == 302 and Attachment.objects.count() == 2
    assert bounded == []


def test_a_bomb_that_was_stored_all_the_same_stops_no_worker(aurora: Any, at: datetime) -> None:
    def kept(data: bytes) -> Document:
        return store(data, company_id=aurora.pk, content_type="application/pdf", at=at, pages=1)

    for make in (PDFS["gigabyte_in_a_page"], PDFS["thousandfold_form"]):
        with pytest.raises(NotDrawn):
            picture(kept(make()), 1, width=800, at=at)
    assert picture(kept(contract().render()), 1, width=800, at=at).content_type == "image/webp"


def test_honest_files_still_pass_these_doors(on_paper: Proposal, carla: PanelUser) -> None:
    address = f"/aurora/painel/propostas/{on_paper.number}/contratos/{contracts_of(on_paper).get().pk}/via-assinada/"
    sent_photo = SimpleUploadedFile("via.jpg", photo())
    assert client_of(carla).post(address, {"pages": [sent_photo], "key": "k", "note": ""}).status_code == 302
