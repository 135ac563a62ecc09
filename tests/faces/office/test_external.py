"""A PDF signed outside in the office: told where it waits, shown beside the contract, taken or refused."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.states import ExternalState
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.faces.office import home
from tests import outside_signing as outside
from tests.clients import client_of
from tests.core.contracts.outside import signs_outside
from tests.core.contracts.sent import opened
from tests.walk import contracts_of, draft_for, sent, with_contract

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


@pytest.fixture
def deal(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, settings: Any, tmp_path: Path) -> Proposal:
    """Carla signed at gov.br; the rules left her name to Bruno."""
    settings.TRUST_FOLDER = str(outside.installed(tmp_path))
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla)
    sale = sent(proposal, bruno, now)
    contract = contracts_of(sale).select_related("document", "version__proposal").get()
    opened([contract], carla, at=now)
    signs_outside(contract, carla, now, outside.at_govbr(carla.name))
    return sale


def address(sale: Proposal, rest: str = "") -> str:
    file = ExternalFile.objects.get()
    return f"/aurora/gestao/vendas/{sale.number}/contratos/{file.contract_id}/assinaturas-externas/{file.pk}/{rest}"


def test_home_list_and_sale_say_that_it_waits(browser: Client, deal: Proposal) -> None:
    assert "PDFs assinados a conferir" in browser.get("/aurora/gestao/").content.decode()
    assert "Conferir o PDF assinado" in browser.get("/aurora/gestao/vendas/?espera=vendor").content.decode()
    page = browser.get(f"/aurora/gestao/vendas/{deal.number}/").content.decode()
    assert "Confira o PDF assinado fora do painel" in page and address(deal) in page


def test_where_more_wait_than_home_shows_it_leads_to_them(
    browser: Client, deal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "SHOWN_AT_MOST", 0)
    assert "/aurora/gestao/vendas/?pendencia=pdfs" in browser.get("/aurora/gestao/").content.decode()
    assert deal.title in browser.get("/aurora/gestao/vendas/?pendencia=pdfs").content.decode()


def test_the_page_shows_points_certificate_and_both_files(browser: Client, deal: Proposal) -> None:
    page = browser.get(address(deal)).content.decode()
    assert "O nome no certificado é o de Carla Nogueira" in page and "certificado gov.br" in page
    assert "CARLA NOGUEIRA" in page and "Página 1 do PDF assinado" in page
    assert browser.get(address(deal, "paginas/1/")).status_code == 200
    download: Any = browser.get(address(deal, "arquivo/"))
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert download.getvalue() == read(ExternalFile.objects.get().document)


def test_it_is_taken_with_words_that_stay(browser: Client, deal: Proposal) -> None:
    assert browser.post(address(deal, "aceite/"), {"confirmation": ""}).status_code == 422
    browser.post(address(deal, "aceite/"), {"confirmation": "Falei com ela."})
    file = ExternalFile.objects.get()
    assert (file.state, file.confirmation) == (ExternalState.ACCEPTED, "Falei com ela.")
    page = browser.get(address(deal)).content.decode()
    assert "Conferido por Bruno" in page and "Aceitar como assinatura" not in page


def test_it_is_refused_with_a_reason(browser: Client, deal: Proposal) -> None:
    browser.post(address(deal, "recusa/"), {"reason": "Não é a conta dela."})
    assert ExternalFile.objects.get().refusal_reason == "Não é a conta dela."
    assert "Não é a conta dela." in browser.get(f"/aurora/gestao/vendas/{deal.number}/").content.decode()


def test_a_reader_looks_and_a_stranger_finds_nothing(deal: Proposal, iris: Member, eva: Member) -> None:
    reading = client_of(iris)
    assert "Aceitar como assinatura" not in reading.get(address(deal)).content.decode()
    assert reading.post(address(deal, "aceite/"), {"confirmation": "x"}).status_code == 404
    assert client_of(eva).get(address(deal)).status_code == 404
