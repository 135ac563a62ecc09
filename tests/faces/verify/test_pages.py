"""What anybody learns from a code or a file, and what nobody does."""

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aceite.core.contracts.models import Contract
from aceite.core.contracts.representing import set_countersigners
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.revising import withdraw
from aceite.faces.verify import checked as checked_file
from aceite.faces.verify.masking import masked_name
from aceite.faces.verify.pages import MOST_QUESTIONS
from aceite.kit.codes import format_code
from aceite.kit.pdf.qr import PageCode, read_page_url
from tests.core.contracts.test_countersigning import confirm, prepare
from tests.jobs import run_jobs
from tests.kit.outside_judges import drawn_pages, qr_codes
from tests.kit.sealing.samples import authority, sealed
from tests.stamping import stamping
from tests.walk import approved, contracts_of, draft_for, fresh, rescinded, sent, sent_for, signed, with_contract

pytestmark = pytest.mark.django_db
UNKNOWN = "0000-0000-0000-0000"


@pytest.fixture
def at() -> datetime:
    cache.clear()
    return timezone.now()


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, at: datetime) -> Proposal:
    """Sent with a contract that Carla and Gil sign."""
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla, gil)
    return sent(proposal, bruno, at)


def contract(sale: Proposal) -> Contract:
    return contracts_of(sale).get()


def page_of(code: str) -> str:
    answer = Client().get(f"/verificar/{format_code(code)}/")
    assert answer.status_code == 200
    return answer.content.decode()


def ask_for(document: Document | None) -> str:
    assert document is not None
    return Client().post("/verificar/arquivo/", {"sha256": document.sha256}).content.decode()


def test_a_printed_qr_leads_to_whose_paper_it_is(sale: Proposal) -> None:
    code = contract(sale).code
    answer = Client().get(f"/v/{format_code(code)}", follow=True)
    page = answer.content.decode()
    assert "O código existe" in page and "compare-o" in page
    assert f"Contrato da proposta {sale.number}, versão 1" in page and "Aurora" in page


def test_the_qr_of_each_page_says_which_of_how_many(sale: Proposal) -> None:
    made = contract(sale)
    assert made.document is not None
    seen = [code for page in drawn_pages(read(made.document)) for code in qr_codes(page)]
    assert [read_page_url(text) for text in seen] == [PageCode(made.code, 1)]
    page = Client().get(urlsplit(seen[0]).path, follow=True).content.decode()
    assert "Página 1 de 1" in page and f"Contrato da proposta {sale.number}, versão 1" in page


def test_a_page_that_the_original_does_not_have_is_told(sale: Proposal) -> None:
    page = Client().get(f"/v/{format_code(contract(sale).code)}/7", follow=True).content.decode()
    assert "página 7, mas o original só tem 1" in page


def test_people_are_named_by_initials_and_nothing_else_is_told(sale: Proposal, carla: PanelUser, at: datetime) -> None:
    signed(sale, carla, at=at)
    page = page_of(contract(sale).code)
    assert masked_name(carla.name) in page and "Assinaturas que faltam" in page
    hidden = (carla.name, carla.email, carla.cpf, carla.customer.name, contract(sale).title, "R$", "8.200")
    assert [word for word in hidden if word and word in page] == []


def test_who_signed_for_the_vendor_is_told_as_such(
    padaria: Customer, ana: Member, bruno: Member, carla: PanelUser, at: datetime
) -> None:
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla)
    set_countersigners(Contract.objects.get(), [ana], by=bruno, at=at)
    offer = sent(proposal, bruno, at)
    signed(offer, carla, at=at)
    before = page_of(contract(offer).code)
    assert "Assinou pela empresa" not in before and "Assinaturas que faltam" in before
    confirm(prepare(contract(offer), ana, at), ana, at)
    after = page_of(contract(offer).code)
    assert "Assinou pela empresa" in after and "Assinaturas que faltam" not in after


def test_a_typed_code_may_be_sloppy(sale: Proposal) -> None:
    code = format_code(contract(sale).code)
    answer = Client().post("/verificar/", {"code": f" {code.lower()} "})
    assert answer.headers["Location"] == f"/verificar/{code}/"


def test_what_is_no_code_is_told_beside_the_field() -> None:
    answer = Client().post("/verificar/", {"code": "1234"})
    assert answer.status_code == 422 and "16 letras e números" in answer.content.decode()
    assert 'value="1234"' in answer.content.decode()


@pytest.mark.parametrize("code", [UNKNOWN, "qualquer-coisa"])
def test_an_unknown_code_is_not_found(code: str, at: datetime) -> None:
    answer = Client().get(f"/verificar/{code}/")
    assert answer.status_code == 404 and "Nada foi encontrado" in answer.content.decode()


def test_unknown_and_known_codes_ask_the_same(sale: Proposal) -> None:
    asked = []
    for code in (UNKNOWN, format_code(contract(sale).code)):
        with CaptureQueriesContext(connection) as queries:
            Client().get(f"/verificar/{code}/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_file_is_recognised_by_its_hash_alone(sale: Proposal, carla: PanelUser, gil: PanelUser, at: datetime) -> None:
    signed(sale, carla, gil, at=at)
    approved(fresh(sale), carla, at)
    run_jobs()
    done, version = contract(sale), fresh(sale).shown
    assert version is not None
    assert "o que foi enviado ao cliente" in ask_for(done.document)
    assert "o contrato com as assinaturas" in ask_for(done.signed_file)
    assert "o que foi enviado ao cliente" in ask_for(version.paper)
    assert "a proposta com a aprovação" in ask_for(version.approvals.get().file)


def test_what_a_consumer_withdrew_from_is_told_as_without_effect(
    joana: Customer, joana_herself: PanelUser, bruno: Member, at: datetime
) -> None:
    bought = sent_for(joana, bruno, at)
    approved(bought, joana_herself, at)
    made = rescinded(bought, joana_herself, at, "Não cabe")
    run_jobs()
    made.refresh_from_db()
    told = ask_for(made.file)
    assert "a proposta com a desistência do consumidor" in told and "Sem efeito" in told
    version = fresh(bought).shown
    assert version is not None
    page = page_of(version.code)
    assert "Desistiu da compra" in page and "Não cabe" not in page and joana_herself.name not in page


@pytest.mark.parametrize("sha256", ["f" * 64, "", "no hash"])
def test_another_file_is_not_ours(sale: Proposal, sha256: str) -> None:
    answer = Client().post("/verificar/arquivo/", {"sha256": sha256})
    assert answer.status_code == 404 and "não é um dos guardados" in answer.content.decode()


def test_a_withdrawn_version_says_so(sale: Proposal, bruno: Member, at: datetime) -> None:
    withdraw(sale, reason="Preço errado", by=bruno, at=at)
    assert "Retirada por quem a enviou" in page_of(contract_of_first(sale).code)


def contract_of_first(sale: Proposal) -> Contract:
    return Contract.objects.get(version__proposal=sale, version__version=1)


def test_a_network_may_ask_so_often(at: datetime) -> None:
    client = Client()
    answers = {client.get(f"/verificar/{UNKNOWN}/").status_code for _ in range(MOST_QUESTIONS)}
    assert answers == {404} and client.get(f"/verificar/{UNKNOWN}/").status_code == 429


def test_no_search_engine_keeps_it(sale: Proposal) -> None:
    assert '<meta name="robots" content="noindex">' in page_of(contract(sale).code)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Carla Nogueira", "Carla N."), ("Ana Lúcia dos Santos", "Ana L. S."), ("Gil", "Gil"), ("", "")],
)
def test_a_name_is_masked(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def sent_to_check(data: bytes, *, status: int = 200) -> str:
    file = SimpleUploadedFile("contrato.pdf", data, "application/pdf")
    answer = Client().post("/verificar/arquivo/", {"file": file})
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def filed(sale: Proposal, carla: PanelUser, gil: PanelUser, at: datetime) -> bytes:
    """The contract with all signatures, as the worker filed it."""
    signed(sale, carla, gil, at=at)
    run_jobs()
    document = contract(sale).signed_file
    assert document is not None
    return read(document)


def test_a_file_that_is_sent_is_checked_by_itself(filed: bytes) -> None:
    page = sent_to_check(filed)
    assert "Trilha de eventos" in page and "não confere" not in page
    assert "o contrato com as assinaturas" in page


def test_the_operators_folder_says_whom_to_trust(filed: bytes, settings: Any, tmp_path: Path) -> None:
    """The page trusts its own installation and whoever the folder names, at once and without a restart."""
    settings.TRUST_FOLDER = str(tmp_path)
    foreign = sealed()
    assert "não vem de autoridade em que se confia aqui" in sent_to_check(foreign)
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "outra.pem").write_bytes(authority().certificate)
    assert "de instalação em que se confia aqui" in sent_to_check(foreign)
    assert "de instalação em que se confia aqui" in sent_to_check(filed)


def test_one_changed_byte_is_found(filed: bytes) -> None:
    changed = bytearray(filed)
    changed[200] ^= 1
    page = sent_to_check(bytes(changed))
    assert "Este arquivo não confere" in page and "byte a byte" not in page


def test_strangers_files_wait_for_one_another_and_hold_up_nobody_else(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checked_file, "PATIENCE", 0.01)
    with checked_file._ONE_AT_ONCE:
        assert "Há outros arquivos sendo conferidos agora" in sent_to_check(b"%PDF-1.7", status=429)
        # Whoever asks with a hash or a code is answered all the while.
        assert Client().post("/verificar/arquivo/", {"sha256": "f" * 64}).status_code == 404
    sent_to_check(b"%PDF-1.7", status=422)
    assert checked_file._ONE_AT_ONCE.acquire(blocking=False)
    checked_file._ONE_AT_ONCE.release()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nonsense", b"GIF89a" * 100], ids=["nothing", "broken", "a picture"])
def test_what_is_no_file_of_ours_gets_a_sentence(data: bytes, at: datetime) -> None:
    page = sent_to_check(data, status=422)
    assert "original e íntegro" not in page and 'class="verdict' in page


def test_a_stamped_file_of_this_installation_is_called_original(
    sale: Proposal, carla: PanelUser, gil: PanelUser, settings: Any, tmp_path: Path
) -> None:
    """Its own authority tells that the seal stands, and the operator knows the time authority: nothing is left."""
    with stamping(settings, tmp_path):
        signed(sale, carla, gil, at=timezone.now())
        run_jobs()
    document = contract(sale).signed_file
    assert document is not None
    assert "Documento original e íntegro" in sent_to_check(read(document))


def test_without_a_time_authority_it_says_what_is_missing_and_nothing_else(filed: bytes) -> None:
    page = sent_to_check(filed)
    assert "nem tudo pôde ser conferido" in page and "Sem carimbo de tempo externo" in page
    assert "Revogação não verificada" not in page
