"""The box that finds, goes and acts, by keyboard alone; what a screen reader is told; the same without scripts."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, Route, expect

from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from tests.browser.conftest import PHONE
from tests.browser.looking import violations
from tests.walk import draft_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WindowOf = Callable[..., Page]
OFFICE = "/aurora/gestao/"


def chosen(page: Page) -> str:
    """The words of the option a screen reader is told of."""
    active = "document.activeElement.getAttribute('aria-activedescendant')"
    return str(page.evaluate(f"document.getElementById({active})?.innerText ?? ''"))


def slowly(route: Route) -> None:
    """An answer that comes later than whoever types presses Enter."""
    route.request.frame.page.wait_for_timeout(600)
    route.continue_()


def test_the_palette_finds_goes_and_acts_by_keyboard(
    window_of: WindowOf, padaria: Customer, bruno: Member, at: datetime
) -> None:
    sale = draft_for(padaria, bruno, at, title="Cozinha do porão")
    page = window_of(bruno)
    page.goto(f"{OFFICE}clientes/")
    press, options = page.keyboard.press, page.get_by_role("listbox", name="Encontrado").get_by_role("option")
    press("/")
    expect(page.get_by_role("combobox", name="Buscar em tudo")).to_be_focused()
    page.keyboard.type("porao")
    expect(options.first).to_contain_text("Cozinha do porão")
    assert violations(page) == [] and chosen(page) == ""
    press("ArrowDown")
    assert "Cozinha do porão" in chosen(page)
    press("Enter")
    page.wait_for_url(f"**/vendas/{sale.number}/")

    # What the open page offers comes first, and is done as by its own button.
    press("Control+k")
    page.keyboard.type("copiar")
    expect(options.first).to_have_text("Copiar proposta")
    assert chosen(page) == "Copiar proposta"
    press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    press("Escape")

    press("Control+k")
    page.keyboard.type("criar orçamento")
    expect(options).to_have_count(2)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    press("ArrowDown")
    expect(options).to_have_count(2)
    page.keyboard.type("xyzw")
    expect(page.get_by_text("Nada encontrado. Enter busca em tudo.")).to_be_visible()
    press("Enter")
    page.wait_for_url("**/busca/?q=*xyzw")
    press("Shift+?")
    expect(page.get_by_role("dialog", name="Atalhos do teclado")).to_contain_text("Ctrl K")


def test_enter_waits_for_the_answer_to_what_was_typed(
    window_of: WindowOf, padaria: Customer, bruno: Member, at: datetime
) -> None:
    sale = draft_for(padaria, bruno, at, title="Cozinha do porão")
    page = window_of(bruno)
    page.route("**/busca/sugestoes/?q=p*", slowly)
    page.goto(f"{OFFICE}clientes/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.type("porao")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/vendas/{sale.number}/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.type("pxyzw")
    page.keyboard.press("Enter")
    page.wait_for_url("**/busca/?q=pxyzw")


def test_it_fits_a_phone_and_needs_no_scripts(
    window_of: WindowOf, padaria: Customer, bruno: Member, at: datetime
) -> None:
    draft_for(padaria, bruno, at, title="Cozinha do porão")
    page = window_of(bruno, viewport=PHONE, color_scheme="dark")
    page.goto(OFFICE)
    page.get_by_role("combobox", name="Buscar em tudo").click()
    expect(page.get_by_role("option", name="Nova proposta").first).to_be_visible()
    assert violations(page) == []
    bare = window_of(bruno, java_script_enabled=False)
    bare.goto(OFFICE)
    box = bare.get_by_role("searchbox", name="Buscar em tudo")
    box.fill("PORÃO")
    box.press("Enter")
    expect(bare.get_by_role("link", name="Cozinha do porão")).to_be_visible()
