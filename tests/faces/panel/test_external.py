"""The way outside: download, sign with a program of one's own, send; and what is told of the file."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aceite.core.contracts.external_checking import refuse_external
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, Level, Signer
from aceite.core.contracts.states import ExternalState
from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.documents.storing import store
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.merging_customers import MergeChoice, merge_customers
from aceite.core.signatures.consent import consent_for
from aceite.core.signatures.models import Act
from aceite.faces.panel.kept import PAGES
from tests import outside_signing as outside
from tests.cast import customer, panel_user
from tests.clients import client_of
from tests.core.contracts.outside import pen_of
from tests.core.contracts.sent import opened
from tests.faces.panel.conftest import body_of, url_of
from tests.faces.panel.test_keeping import unzipped
from tests.jobs import run_jobs
from tests.kit.sealing.certificates import Made
from tests.walk import contracts_of, declined, draft_for, sent, with_contract


@pytest.fixture(autouse=True)
def clock(now: datetime, settings: Any, tmp_path: Path) -> Iterator[None]:
    """The cast's noon, and an operator who knows both authorities."""
    settings.TRUST_FOLDER = str(outside.installed(tmp_path))
    PAGES.clear()
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def deal(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Proposal:
    """A contract to be signed by Carla and Gil, which both have read."""
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla, gil)
    sale = sent(proposal, bruno, now)
    opened(list(contracts_of(sale)), carla, gil, at=now)
    return sale


def contract(sale: Proposal) -> Contract:
    return contracts_of(sale).get()


def address(sale: Proposal, rest: str = "") -> str:
    return url_of(sale, f"contratos/{contract(sale).pk}/assinatura-externa/{rest}")


def upload(client: Client, sale: Proposal, data: bytes, **changes: str) -> Any:
    """The form, sent."""
    file = SimpleUploadedFile("contrato.pdf", data, "application/pdf")
    given = {"key": "primeiro-envio", "consent": "on", "consent_sha256": consent_for(Act.SIGN, "pt-br").sha256}
    return client.post(address(sale), {"file": file, **given, **changes})


def signed(client: Client, sale: Proposal, pen: Made, at: datetime) -> bytes:
    """What she downloads from the page, signed."""
    given = body_of(client.get(address(sale, "arquivo/")))
    return outside.signed(given, pen, at=at, field=f"Assinatura {len(given)}")


def test_three_steps_lead_from_the_contract_to_an_accepted_file(
    deal: Proposal, carla: PanelUser, hers: Client, now: datetime
) -> None:
    leading = hers.get(url_of(deal, f"contratos/{contract(deal).pk}/")).content.decode()
    assert address(deal) in leading
    page = hers.get(address(deal)).content.decode()
    assert all(words in page for words in ("Baixe o contrato", "assinador.iti.br", "e-CPF", "Envie o PDF assinado"))
    hers_signed = signed(hers, deal, pen_of(carla), now)
    assert upload(hers, deal, hers_signed).status_code == 302
    waiting = hers.get(address(deal)).content.decode()
    assert "Estamos conferindo o arquivo" in waiting and " data-waiting" in waiting and "primeiro-envio" not in waiting
    run_jobs(now + timedelta(minutes=1))
    done = hers.get(address(deal)).content.decode()
    assert "A sua assinatura está registrada" in done and " data-waiting" not in done
    # What she signed is the file she sent, on both pages that hand it out, and not the one she was given.
    for rest in ("", f"contratos/{contract(deal).pk}/"):
        page = hers.get(url_of(deal, rest)).content.decode().partition("O que assinei (PDF)")[0]
        kept = page[page.rindex('href="') :].split('"')[1]
        assert body_of(hers.get(kept)) == hers_signed
    assert hers_signed in unzipped(hers, deal).values()


def test_a_refusal_stands_beside_the_field_and_the_form_is_there_again(
    deal: Proposal, carla: PanelUser, gil: PanelUser, hers: Client, now: datetime
) -> None:
    upload(hers, deal, signed(hers, deal, pen_of(gil), now))
    run_jobs(now + timedelta(minutes=1))
    page = hers.get(address(deal)).content.decode()
    beside = page.partition("field kind-file has-error")[2].partition("</div>")[0]
    assert "não é o de Carla Nogueira" in beside and "Enviar o PDF assinado" in page
    assert upload(hers, deal, signed(hers, deal, pen_of(carla), now), key="k2").status_code == 302


def test_what_the_company_looks_at_is_told_point_by_point(
    deal: Proposal, carla: PanelUser, bruno: Member, hers: Client, now: datetime
) -> None:
    upload(hers, deal, signed(hers, deal, outside.at_govbr(carla.name), now))
    run_jobs(now + timedelta(minutes=1))
    page = hers.get(address(deal)).content.decode()
    assert "Aurora confere estes pontos" in page and "O nome no certificado é o de Carla Nogueira" in page
    sale_page = hers.get(url_of(deal)).content.decode()
    assert "está sendo conferido" in sale_page and "Assinar o contrato" not in sale_page
    # Had a quorum made her signature needless, nothing of hers would be waited for.
    place = Signer.objects.filter(panel_user=carla)
    place.update(idle=True)
    PAGES.clear()
    assert "está sendo conferido" not in hers.get(url_of(deal)).content.decode()
    place.update(idle=False)
    refuse_external(ExternalFile.objects.get(), reason="Não é a sua conta.", by=bruno, at=now)
    assert "Não é a sua conta." in hers.get(address(deal)).content.decode()


def test_who_comes_second_signs_the_file_of_the_first(
    deal: Proposal, carla: PanelUser, gil: PanelUser, hers: Client, now: datetime
) -> None:
    upload(hers, deal, signed(hers, deal, pen_of(carla), now))
    run_jobs(now + timedelta(minutes=1))
    his = client_of(gil)
    assert "já traz a assinatura de outra pessoa" in his.get(address(deal)).content.decode()
    assert upload(his, deal, signed(his, deal, pen_of(gil), now), key="k2").status_code == 302
    run_jobs(now + timedelta(minutes=2))
    done = contract(deal)
    assert done.completed_at is not None and done.signed_file is not None and done.manifest_file is not None
    last = ExternalFile.objects.order_by("pk").last()
    assert last is not None and done.signed_file == last.document
    page = hers.get(url_of(deal)).content.decode()
    assert "Página de assinaturas" in page and "Baixar assinado" in page
    paper = url_of(deal, f"contratos/{done.pk}/pagina-de-assinaturas/")
    assert body_of(hers.get(paper)).startswith(b"%PDF-")


def test_a_qualified_contract_leads_here_and_nowhere_else(deal: Proposal, hers: Client) -> None:
    Contract.objects.update(level=Level.QUALIFIED)
    assert hers.get(url_of(deal, "assinatura/")).headers["Location"] == address(deal)
    assert hers.get(url_of(deal, "assinatura/chave/")).headers["Location"] == url_of(deal, "assinatura/")
    page = hers.get(address(deal)).content.decode()
    assert "assinador.iti.br" not in page and "Certificado ICP-Brasil" in page
    assert "Assinar com certificado" in hers.get(url_of(deal)).content.decode()


@pytest.mark.parametrize(
    ("data", "changes", "words"),
    [
        (b"not a pdf", {}, "não é um PDF"),
        (b"", {}, "está vazio"),
        (b"%PDF-1.7 x", {"consent": ""}, "has-error"),
    ],
)
def test_what_is_wrong_at_once_is_told_at_once(
    deal: Proposal, hers: Client, data: bytes, changes: dict[str, str], words: str
) -> None:
    answer = upload(hers, deal, data, **changes)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not ExternalFile.objects.exists()


def test_she_downloads_what_she_sent_and_nobody_elses(
    deal: Proposal, carla: PanelUser, gil: PanelUser, hers: Client, now: datetime
) -> None:
    data = signed(hers, deal, pen_of(carla), now)
    upload(hers, deal, data)
    file = ExternalFile.objects.get()
    assert body_of(hers.get(address(deal, f"{file.pk}/"))) == data
    assert client_of(gil).get(address(deal, f"{file.pk}/")).status_code == 404


def test_what_she_signed_at_a_register_that_became_hers_is_hers_to_keep(
    padaria: Customer, carla: PanelUser, hers: Client, bruno: Member, marcos: Member, now: datetime
) -> None:
    branch = customer(padaria.company, CustomerKind.COMPANY, "Padaria Central Filial", "11444777000161")
    twin = panel_user(branch, carla.name, carla.email, carla.cpf, sign=True, approve=True)
    other = panel_user(branch, "Rosa Lima", "rosa@padaria.example", "15350946056", sign=True)
    proposal = draft_for(branch, bruno, now)
    with_contract(proposal, bruno, now, twin, other)
    sale = sent(proposal, bruno, now)
    opened(list(contracts_of(sale)), twin, at=now)
    # One user of both: the number of the sale leads to her access there.
    data = signed(hers, sale, pen_of(twin), now)
    upload(hers, sale, data)
    run_jobs(now)
    proxy = store(b"%PDF-procuracao", company_id=sale.company_id, content_type="application/pdf", at=now)
    Signer.objects.filter(panel_user=twin).update(brought_proxy=proxy)
    declined(sale, twin, now)
    with CaptureQueriesContext(connection) as asked:
        hers.get(url_of(sale, f"contratos/{contract(sale).pk}/"))
    assert not any("customermerge" in one["sql"] for one in asked)
    merge_customers(padaria, branch, MergeChoice(all_see_all=True), by=marcos, at=now)
    file = ExternalFile.objects.get(state=ExternalState.ACCEPTED)
    for page in (hers.get(url_of(sale)), hers.get(url_of(sale, f"contratos/{contract(sale).pk}/"))):
        assert address(sale, f"{file.pk}/") in page.content.decode() and "Meu recibo" in page.content.decode()
    assert body_of(hers.get(address(sale, f"{file.pk}/"))) == data
    kept = unzipped(hers, sale)
    assert kept["contratos/01-fornecimento-assinado-por-voce.pdf"] == data
    assert kept["contratos/01-fornecimento-procuracao.pdf"] == b"%PDF-procuracao"


def test_who_does_not_sign_finds_no_page(deal: Proposal, davi: PanelUser, helena: PanelUser, fabio: PanelUser) -> None:
    for person in (davi, helena, fabio):
        assert client_of(person).get(address(deal)).status_code == 404


def test_who_has_not_read_the_contract_reads_first(deal: Proposal, carla: PanelUser, hers: Client) -> None:
    contract(deal).signers.update(opened_at=None)
    assert hers.get(address(deal)).headers["Location"] == url_of(deal, f"contratos/{contract(deal).pk}/")
