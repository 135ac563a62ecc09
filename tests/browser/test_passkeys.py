"""Passkeys in a real browser, with the authenticator that Chromium simulates: made, entered with, signed with."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from aceite.core.contracts.drafting import set_requirement
from aceite.core.contracts.models import Level
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member, OneTimeCode, Passkey
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import Approval
from aceite.core.signatures.models import Statement
from tests.browser.conftest import PHONE
from tests.browser.looking import violations
from tests.browser.mailbox import mailed_code
from tests.browser.walks import reads_to_the_end
from tests.walk import contracts_of, draft_for, sent, with_contract

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WindowOf = Callable[..., Page]
HERE, ACCOUNT = "/aurora/painel/", "/aurora/painel/conta/"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def address(settings: Any, live_server: LiveServer) -> None:
    """Passkeys answer to the installation's own address alone."""
    settings.BASE_URL = live_server.url


@pytest.fixture
def two_contracts(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    """Sent to Carla, who signs both."""
    proposal = draft_for(padaria, bruno, at)
    for title in ("Fornecimento", "Sigilo"):
        with_contract(proposal, bruno, at, carla, title=title)
    return sent(proposal, bruno, at)


class Authenticator:
    """A fingerprint reader that always knows its owner, until it is told not to."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        self.id = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def knows_owner(self, known: bool) -> None:
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": known})


def makes_passkey(page: Page, account: str = ACCOUNT) -> Authenticator:
    device = Authenticator(page)
    page.goto(account)
    page.get_by_role("button", name="Criar chave de acesso").click()
    expect(page.get_by_text("ainda não usada")).to_be_visible()
    return device


def prepares(page: Page, proposal: Proposal, button: str) -> None:
    """Reads both, accepts the terms, types her name, and chooses how to confirm."""
    page.goto(f"{HERE}propostas/{proposal.number}/contratos/{contracts_of(proposal)[0].pk}/")
    for _each in contracts_of(proposal):
        page.locator("[data-end]").scroll_into_view_if_needed()
        with page.expect_navigation():
            reads_to_the_end(page)
    page.wait_for_url("**/assinatura/")
    page.get_by_role("checkbox", name=re.compile("Li e aceito")).check()
    page.get_by_label("Digitar o nome").check()
    page.get_by_label("Seu nome completo, como assinatura").fill("Carla Nogueira")
    page.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile(r"/assinatura/\w+/$"))


def test_carla_makes_one_enters_signs_and_approves_with_it(
    window_of: WindowOf, carla: PanelUser, two_contracts: Proposal
) -> None:
    page = window_of(carla, viewport=PHONE)
    makes_passkey(page)
    assert violations(page) == []
    page.context.clear_cookies()
    page.goto(f"{HERE}propostas/{two_contracts.number}/")
    page.get_by_role("button", name="Entrar com chave de acesso").click()
    expect(page.get_by_role("link", name="Ler o contrato").first).to_be_visible()

    prepares(page, two_contracts, "Assinar com a chave de acesso")
    assert violations(page) == []
    page.get_by_role("button", name="Assinar 2 contratos").click()
    expect(page.get_by_text("Contratos assinados.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Aprovar proposta")).last.click()
    page.get_by_role("button", name=re.compile("^Aprovar proposta")).click()
    expect(page.get_by_role("heading", name="Proposta aprovada")).to_be_visible()

    assert not OneTimeCode.objects.exists()
    assert {one.content()["factors"][-1] for one in Statement.objects.filter(act="sign")} == {"passkey"}
    assert Approval.objects.get().statement.content()["factors"] == ["session_passkey"]
    assert Passkey.objects.get().sign_count > 1


def test_carla_makes_one_on_the_way_to_an_advanced_signature(
    window_of: WindowOf, padaria: Customer, bruno: Member, carla: PanelUser, at: datetime
) -> None:
    proposal = draft_for(padaria, bruno, at)
    strict = with_contract(proposal, bruno, at, carla)
    set_requirement(strict, "digital", Level.ADVANCED, by=bruno, at=at)
    sent(proposal, bruno, at)
    page = window_of(carla, viewport=PHONE)
    Authenticator(page)
    page.goto(f"{HERE}propostas/{proposal.number}/contratos/{strict.pk}/")
    page.locator("[data-end]").scroll_into_view_if_needed()
    with page.expect_navigation():
        reads_to_the_end(page)
    page.wait_for_url("**/assinatura/chave/")
    assert violations(page) == []
    page.get_by_role("button", name="Criar chave e continuar").click()
    page.wait_for_url("**/assinatura/")
    expect(page.get_by_role("button", name="Receber código para assinar")).to_have_count(0)
    page.get_by_role("checkbox", name=re.compile("Li e aceito")).check()
    page.get_by_label("Digitar o nome").check()
    page.get_by_label("Seu nome completo, como assinatura").fill("Carla Nogueira")
    page.get_by_role("button", name="Assinar com a chave de acesso").click()
    page.wait_for_url(re.compile(r"/assinatura/\w+/$"))
    expect(page.get_by_role("button", name="Usar código por e-mail")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name="Assinar o contrato").click()
    expect(page.get_by_text("Contrato assinado.")).to_be_visible()

    body, document = Statement.objects.get().content(), contracts_of(proposal).get().document
    assert document is not None
    # The device fetched the very bytes and hashed them, and the pages that were read were served to this session.
    assert body["client_sha256"] == document.sha256 and body["opened"]["file"]
    assert body["opened"]["pages"] == list(range(1, document.pages + 1)) and body["opened"]["pictures"]
    assert body["factors"][-1] == "passkey" and not OneTimeCode.objects.exists()
    page.goto(f"{HERE}recibos/")
    expect(page.get_by_text("Assinou “Fornecimento”")).to_be_visible()
    assert violations(page) == []


def test_a_device_that_does_not_know_her_leaves_the_code(
    window_of: WindowOf, carla: PanelUser, two_contracts: Proposal
) -> None:
    page = window_of(carla, viewport=PHONE)
    device = makes_passkey(page)
    prepares(page, two_contracts, "Assinar com a chave de acesso")
    device.knows_owner(False)
    page.get_by_role("button", name="Assinar 2 contratos").click()
    expect(page.get_by_role("alert")).to_contain_text("O aparelho não confirmou")
    assert violations(page) == []
    page.get_by_role("button", name="Usar código por e-mail").click()
    page.get_by_label("Código de 6 números").fill(mailed_code(carla.email))
    page.get_by_role("button", name="Assinar 2 contratos").click()
    expect(page.get_by_text("Contratos assinados.")).to_be_visible()


def test_without_javascript_the_code_alone_is_offered(
    window_of: WindowOf, carla: PanelUser, two_contracts: Proposal
) -> None:
    makes_passkey(window_of(carla))
    page = window_of(carla, java_script_enabled=False)
    page.goto(f"{HERE}entrar/")
    expect(page.get_by_role("button", name="Entrar com chave de acesso")).to_have_count(0)
    page.goto(ACCOUNT)
    expect(page.get_by_text("Este navegador não cria chaves")).to_be_visible()


def test_bruno_makes_one_renames_it_enters_and_removes_it(window_of: WindowOf, bruno: Member) -> None:
    page, account = window_of(bruno), "/aurora/gestao/conta/"
    makes_passkey(page, account)
    page.get_by_text("Renomear").click()
    page.get_by_label("Nome da chave").fill("Notebook do escritório")
    page.get_by_role("button", name="Salvar nome").click()
    expect(page.get_by_text("Nome da chave salvo.")).to_be_visible()
    assert violations(page) == []
    page.context.clear_cookies()
    page.goto("/entrar/")
    assert violations(page) == []
    page.get_by_role("button", name="Entrar com chave de acesso").click()
    page.wait_for_url("**/aurora/gestao/")
    page.goto(account)
    page.get_by_role("button", name=re.compile("^Remover.*Notebook do escritório")).click()
    page.get_by_role("button", name="Remover chave").click()
    expect(page.get_by_text("Chave de acesso removida.")).to_be_visible()
    assert not Passkey.objects.exists()
