"""Prices of lists in the editor: they follow the quantity until another price is typed, and then they are offered."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.prices.actions import ListData, save_list
from aceite.core.prices.rungs import Step
from aceite.core.prices.setting import set_price
from tests.faces.office.keyboard import editor
from tests.walk import OVEN, draft_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_list_price_follows_the_quantity_and_is_offered_beside_a_typed_one(
    window_of: Callable[..., Page], padaria: Customer, bruno: Member, marcos: Member, at: datetime
) -> None:
    hood = save_item(None, ItemData("COI-1", "Coifa", Decimal(100)), company=bruno.company, by=marcos, at=at)
    wholesale = save_list(None, ListData("Atacado", for_everybody=True), company=bruno.company, by=marcos, at=at)
    set_price(wholesale, hood, Step(Decimal(10), Decimal("79.5")), by=marcos, at=at)
    page = window_of(bruno, viewport={"width": 1440, "height": 900})
    page.goto(editor(draft_for(padaria, bruno, at, lines=[OVEN]).number))
    page.locator("#proposal-form[data-ready=yes]").wait_for()
    page.get_by_role("group", name="Linha 1").get_by_label("Item", exact=True).press("Enter")
    line = page.get_by_role("group", name="Linha 2")
    page.keyboard.type("coifa")
    page.locator("#catalog [role=option]").click()
    price, quantity = line.get_by_label("Preço unitário"), line.get_by_label("Quantidade")
    expect(price).to_have_value("100,00")
    quantity.press_sequentially("12")
    expect(price).to_have_value("79,50")
    expect(page.locator("#lines-said")).to_have_text("Preço acompanhou a quantidade")
    price.fill("75")
    quantity.fill("2")
    expect(price).to_have_value("75,00")
    offer = line.get_by_role("button", name="usar R$\u00a0100,00 do catálogo")
    offer.click()
    expect(price).to_have_value("100,00")
    expect(offer).to_be_hidden()
    expect(page.locator("#saved")).to_contain_text("Salvo às", timeout=20_000)


def test_an_item_is_found_for_a_list_by_a_part_of_its_name(
    window_of: Callable[..., Page], padaria: Customer, marcos: Member, at: datetime
) -> None:
    save_item(None, ItemData("MOD-580", "Módulo de 580 W", Decimal(100)), company=marcos.company, by=marcos, at=at)
    known = save_list(None, ListData("Atacado", for_everybody=True), company=marcos.company, by=marcos, at=at)
    page = window_of(marcos)
    page.goto(f"/aurora/gestao/catalogo/tabelas/{known.pk}/")
    page.get_by_label("Código do item").press_sequentially("modulo")
    offered = page.locator("#item-codes option")
    expect(offered).to_have_count(1)
    assert offered.evaluate("one => [one.value, one.label]") == ["MOD-580", "MOD-580 · Módulo de 580 W · modulo"]
    page.get_by_label("Código do item").fill("MOD-580")
    page.get_by_label("Preço unitário").fill("90")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="MOD-580 Módulo de 580 W")).to_be_visible()
