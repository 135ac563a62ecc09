"""Reading a contract on the phone: its words behind the pages, search, zoom, voice, large text, its place kept."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from aceite.core.contracts.drafting import add_written
from aceite.core.contracts.models import SignerRole
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from tests.browser.conftest import PHONE
from tests.browser.looking import misfits
from tests.browser.test_sending import phone_context
from tests.walk import draft_for, fresh, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["phone_context"]

CLAUSE = "<p>A contratada responde pela manutenção do forno, e a contratante pela instalação elétrica do local.</p>"
BODY = f"{CLAUSE * 45}<p>O foro é o de São João da Boa Vista.</p>{CLAUSE * 20}"
# A device with a Brazilian voice, which notes what it is made to say and is never done with it.
VOICE = """
window.said = [];
Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
  getVoices: () => [{ lang: "pt-BR" }], speak: (one) => said.push(one.text), cancel: () => said.push("silence"),
}) });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
SELECTED = """
() => { getSelection().selectAllChildren(document.querySelector(".page-words")); return getSelection().toString(); }
"""
WIDTH_OF_PAGE = "() => document.querySelector('[data-page]').getBoundingClientRect().width"


@pytest.fixture
def address(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> str:
    """A contract of several pages that Carla is to sign."""
    proposal = draft_for(padaria, bruno, at)
    contract = add_written(current_of(fresh(proposal)), Text("Manutenção", BODY, "digital"), by=bruno, at=at)
    set_signers(contract, [SignerPlan(carla, SignerRole.PARTY, carla.cpf)], by=bruno, at=at)
    sent(proposal, bruno, at)
    return f"/aurora/painel/propostas/{proposal.number}/contratos/{contract.pk}/"


def test_a_contract_is_searched_enlarged_listened_to_and_found_again(
    window_of: Callable[..., Page], carla: PanelUser, address: str
) -> None:
    page = window_of(carla, viewport=PHONE)
    page.add_init_script(VOICE)
    page.goto(address)
    said, place = page.locator("[data-find-said]"), page.get_by_role("textbox", name="Página de")
    page.get_by_role("button", name="Buscar no contrato").click()
    field = page.get_by_role("searchbox", name="Buscar no contrato")
    field.fill("sao joao da")
    expect(said).to_have_text("1 de 1")
    expect(page.locator("mark.is-current").first).to_be_in_viewport()
    assert "".join(page.locator("mark.is-current").all_inner_texts()).replace(" ", "") == "SãoJoãoda"
    expect(place).to_have_value("2")
    field.fill("MANUTENCAO DO")
    expect(said).to_have_text("1 de 65")
    field.press("Shift+Enter")
    expect(said).to_have_text("65 de 65")
    assert misfits(page) == []
    field.fill("inexistente")
    expect(said).to_have_text("Nada encontrado.")
    field.press("Escape")
    assert "A contratada responde pela manutenção" in page.evaluate(SELECTED)

    before = page.evaluate(WIDTH_OF_PAGE)
    page.get_by_role("button", name="Aumentar as páginas").click()
    assert page.evaluate(WIDTH_OF_PAGE) == pytest.approx(before * 1.25, rel=0.01)
    page.keyboard.press("-")
    assert page.evaluate(WIDTH_OF_PAGE) == pytest.approx(before, rel=0.01)

    place.fill("2")
    place.press("Enter")
    page.get_by_role("button", name="Ler em voz alta").click()
    expect(page.get_by_text("Lendo a página 2 de")).to_have_count(1)
    page.get_by_role("button", name="Ler em voz alta").click()
    assert "manutenção" in page.evaluate("said[0]") and page.evaluate("said.at(-1)") == "silence"

    page.reload()
    expect(place).to_have_value("2")
    expect(page.locator("#pagina-2")).to_be_in_viewport()


def test_words_that_did_not_come_are_not_called_pictures(phone_context: BrowserContext, address: str) -> None:
    page = phone_context.new_page()
    page.route("**/palavras/*", lambda route: route.fulfill(status=503))
    page.goto(address)
    expect(page.get_by_text("Não foi possível ler o texto agora.")).to_be_visible()
    expect(page.get_by_text("são imagens, sem texto")).to_have_count(2)
    for words in page.get_by_text("são imagens, sem texto").all():
        expect(words).to_be_hidden()
    page.unroute_all()
    page.reload()
    expect(page.get_by_role("button", name="Buscar no contrato")).to_be_visible()
    expect(page.get_by_text("Não foi possível ler o texto agora.")).to_be_hidden()


def test_large_text_and_the_pages_need_no_javascript(
    window_of: Callable[..., Page], carla: PanelUser, address: str
) -> None:
    plain = window_of(carla, viewport=PHONE, java_script_enabled=False)
    plain.goto(address)
    expect(plain.get_by_role("link", name="Página 1 de")).to_be_visible()
    expect(plain.get_by_role("group", name="Ajudas para ler")).to_be_hidden()
    plain.get_by_role("link", name="Texto grande").click()
    expect(plain.get_by_text("O foro é o de São João da Boa Vista.")).to_be_visible()
    expect(plain.get_by_text("O que se assina são as páginas.")).to_be_visible()

    page = window_of(carla, viewport=PHONE)
    page.goto(f"{address}texto/")
    size = "() => parseFloat(getComputedStyle(document.querySelector('.large-text p')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="Aumentar o texto").click()
    assert page.evaluate(size) > before
    assert misfits(page) == []
