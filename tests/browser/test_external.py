"""Signing outside, as Carla does it on her phone and Bruno checks it at his desk."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.states import ExternalState
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests import outside_signing as outside
from tests.browser.conftest import PHONE
from tests.browser.looking import WIDER_THAN_WINDOW, violations
from tests.core.contracts.outside import pen_of
from tests.core.contracts.sent import opened
from tests.jobs import run_jobs
from tests.kit.sealing.certificates import Made
from tests.walk import contracts_of, draft_for, sent, with_contract

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WindowOf = Callable[..., Page]


@pytest.fixture
def deal(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime, settings: Any, tmp_path: Path) -> Proposal:
    """A contract that Carla has read and is to sign."""
    settings.TRUST_FOLDER = str(outside.installed(tmp_path / "trust", listed=at))
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla, title="Fornecimento, instalação e manutenção do forno combinado elétrico")
    sale = sent(proposal, bruno, at)
    opened(list(contracts_of(sale)), carla, at=at)
    return sale


def address(sale: Proposal) -> str:
    return f"/aurora/painel/propostas/{sale.number}/contratos/{contracts_of(sale).get().pk}/assinatura-externa/"


def sends(page: Page, sale: Proposal, pen: Made, at: datetime) -> None:
    """Downloads, signs, and sends what comes out."""
    page.goto(address(sale))
    with page.expect_download() as download:
        page.get_by_role("link", name="Baixar o PDF").click()
    data = outside.signed(download.value.path().read_bytes(), pen, at=at)
    page.get_by_label("PDF assinado").set_input_files(
        {"name": "assinado.pdf", "mimeType": "application/pdf", "buffer": data}
    )
    page.get_by_label("Li e aceito estes termos").check()
    page.get_by_role("button", name="Enviar o PDF assinado").click()
    expect(page.get_by_text("Estamos conferindo o arquivo")).to_be_visible()


def holds(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the window."""
    assert violations(page) == []
    assert page.evaluate(WIDER_THAN_WINDOW) == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_goes_on_by_itself_once_the_file_was_judged(
    window_of: WindowOf, deal: Proposal, carla: PanelUser, at: datetime, theme: str
) -> None:
    page = window_of(carla, viewport=PHONE, color_scheme=theme, accept_downloads=True)
    page.goto(address(deal))
    holds(page)
    sends(page, deal, pen_of(carla), at)
    holds(page)
    run_jobs()
    expect(page.get_by_text("A sua assinatura está registrada")).to_be_visible()
    holds(page)


def test_a_refused_file_is_told_beside_the_field_and_without_script(
    window_of: WindowOf, deal: Proposal, carla: PanelUser, gil: PanelUser, at: datetime
) -> None:
    page = window_of(carla, viewport=PHONE, java_script_enabled=False, accept_downloads=True)
    sends(page, deal, pen_of(gil), at)
    run_jobs()
    page.get_by_role("link", name="Ver se já foi conferido").click()
    expect(page.get_by_text("não é o de Carla Nogueira")).to_be_visible()
    sends(page, deal, pen_of(carla), at)


def test_the_vendor_takes_what_the_rules_left_to_him(
    window_of: WindowOf, deal: Proposal, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    phone = window_of(carla, viewport=PHONE, accept_downloads=True)
    sends(phone, deal, outside.at_govbr(carla.name), at)
    run_jobs()
    expect(phone.get_by_text("confere estes pontos")).to_be_visible()
    holds(phone)
    desk = window_of(bruno, viewport={"width": 1440, "height": 900})
    desk.goto(f"/aurora/gestao/vendas/{deal.number}/")
    desk.get_by_role("link", name="Conferir PDF").click()
    holds(desk)
    desk.get_by_role("link", name="Aceitar como assinatura").click()
    desk.get_by_label("O que você conferiu").fill("Falei com ela por telefone.")
    desk.get_by_role("button", name="Aceitar como assinatura").click()
    expect(desk.get_by_text("a assinatura está registrada")).to_be_visible()
    assert ExternalFile.objects.get().state == ExternalState.ACCEPTED
