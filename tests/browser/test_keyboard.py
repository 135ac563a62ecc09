"""A proposal from nothing to sent by keyboard alone: customer, items, discount, payments, contract, signer, sending."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.models import Proposal
from tests.browser.walks import MINUTE
from tests.browser.ways import ByKeyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WindowOf = Callable[..., Page]
DESK = {"width": 1440, "height": 900}


@pytest.fixture
def page(window_of: WindowOf, bruno: Member) -> Page:
    """Bruno's window, on his first page."""
    page = window_of(bruno, viewport=DESK)
    page.goto("/aurora/gestao/")
    return page


def test_a_full_proposal_from_nothing_to_sent(
    page: Page, padaria: Customer, joana: Customer, carla: PanelUser, texts: None
) -> None:
    hand, press, type_in = ByKeyboard(page), page.keyboard.press, page.keyboard.type
    begins(page, "padár", "Cozinha da loja 2")
    for words in ("Forno de lastro", "2"):
        type_in(words)
        press("Tab")
    press("Tab")
    type_in("1000")
    press("Tab")
    type_in("10")
    expect(page.locator("#bar-total")).to_have_text("R$\u00a01.800,00")
    press("Enter")
    type_in("Instalação")
    hand.tabs_to("Preço unitário")
    type_in("200")
    expect(page.locator("#bar-total")).to_have_text("R$\u00a02.000,00")
    picks_condition(page, hand)
    hand.goes("Incluir contrato")
    goes_to(page, "[name=template]")
    press("ArrowDown")
    hand.goes("Incluir na proposta")
    hand.ticks("Carla Nogueira")
    hand.goes("Salvar e voltar à proposta")
    page.locator("#proposal-form[data-ready=yes]").wait_for()
    press("Control+k")
    type_in("revisar e env")
    expect(page.get_by_role("option", name="Revisar e enviar")).to_be_visible()
    with page.expect_navigation():
        press("Enter")
    hand.tabs_to("Enviar proposta de R$\u00a02.200,00 para Padaria Central")
    press("Enter")
    expect(page.get_by_role("heading", name="Esperando o cliente")).to_be_visible(timeout=MINUTE)
    made = Proposal.objects.get()
    draft = draft_of(made)
    assert (made.customer, made.state, made.total) == (padaria, "sent", Decimal("2200.00"))
    discounts = [(line.discount_kind, line.discount_value) for line in draft.lines]
    assert discounts == [("percent", Decimal(10)), ("", Decimal(0))]
    assert [pay.amount for pay in draft.instalments] == [Decimal("733.34"), Decimal("733.33"), Decimal("733.33")]


def begins(page: Page, customer: str, title: str) -> None:
    """From anywhere: who it is for, found by part of the name, and under which title."""
    press, type_in = page.keyboard.press, page.keyboard.type
    page.wait_for_load_state("load")
    with page.expect_navigation():
        press("n")
    found = page.locator("#customers .choices-list a")
    expect(found).to_have_count(2)
    press("ArrowDown")
    expect(found.first).to_be_focused()
    # The card around the list cuts what lies outside of it.
    expect(found.first).to_have_css("outline-offset", "-2px")
    press("ArrowUp")
    type_in(customer)
    expect(found).to_have_count(1)
    with page.expect_navigation():
        press("Enter")
    expect(page.get_by_label("Título", exact=True)).to_be_focused()
    type_in(title)
    with page.expect_navigation():
        press("Enter")
    page.locator("#proposal-form[data-ready=yes]").wait_for()


def picks_condition(page: Page, hand: ByKeyboard) -> None:
    """By the arrows, which pass others on their way; a quantity changed afterwards takes the payments along."""
    press, type_in = page.keyboard.press, page.keyboard.type
    hand.tabs_to("Condição")
    for _step in range(3):
        press("ArrowDown")
    expect(page.get_by_role("button", name="Remover parcela")).to_have_count(3)
    expect(page.locator("[name=condition]")).to_be_focused()
    hand.tabs_to("Adicionar parcela")
    press("Enter")
    expect(page.locator("[name=pays-3-due_on]")).to_be_focused()
    goes_to(page, "[value=unpay-3]")
    press("Enter")
    expect(page.get_by_role("button", name="Remover parcela")).to_have_count(3)
    expect(page.get_by_role("button", name="Remover parcela").last).to_be_focused()
    goes_to(page, "[name=lines-1-quantity]", "Shift+Tab")
    type_in("2")
    expect(page.get_by_text("Faltam R$\u00a0200,00 nas parcelas.")).to_be_visible()
    hand.tabs_to("Acertar pelo total")
    press("Enter")
    expect(page.locator("[name=pays-0-amount]")).to_have_value("733,34")
    expect(page.locator("[name=pays-0-amount]")).to_be_focused()
    expect(page.get_by_text("nas parcelas.")).to_have_count(0)


def goes_to(page: Page, what: str, key: str = "Tab") -> None:
    """Presses Tab, or Shift+Tab, until the focus is there."""
    for _press in range(90):
        page.keyboard.press(key)
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"{key} never comes to {what} on {page.url}")
