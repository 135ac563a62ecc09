"""Optional lines and alternatives through to their orders: Carla on her phone, Bruno at his desk."""

import re
from dataclasses import replace
from datetime import datetime

import pytest
from playwright.sync_api import expect

from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from tests.browser.looking import violations
from tests.browser.test_editor import SHIFTS
from tests.browser.walks import AtTheDesk, AtThePanel
from tests.core.sales.choosing_walk import OFFER, TRAYS, offered
from tests.jobs import run_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_was_chosen_becomes_the_order(
    desk: AtTheDesk, phone: AtThePanel, padaria: Customer, bruno: Member, at: datetime
) -> None:
    shelves = replace(TRAYS, name="Prateleira", choice="out", key="shelves")
    desk.number = offered(padaria, bruno, at, lines=(*OFFER, shelves)).number
    run_jobs()
    page = phone.page
    phone.opens(desk.number)
    page.get_by_role("link", name="Escolher itens").click()
    expect(page.locator("#choice-form[data-ready]")).to_be_attached()
    confirm = page.get_by_role("button", name="Confirmar escolha")
    page.get_by_label(re.compile("Quantidade.*Prateleira")).fill("4")
    expect(confirm).to_be_disabled()
    page.evaluate(SHIFTS)
    page.get_by_label("Instalação").check()
    page.get_by_label(re.compile("Quantidade.*Assadeira")).fill("4")
    expect(page.locator(".decision-bar")).to_contain_text("R$\u00a039.831,40")
    # An amount may grow to the left of its place; the button under the thumb stays.
    assert [moved for moved in page.evaluate("window.shifts") if "data-sum" not in moved] == []
    page.get_by_label(re.compile("Quantidade.*Assadeira")).fill("9")
    expect(confirm).to_be_disabled()
    expect(page.get_by_text("Acerte a quantidade marcada")).to_be_visible()
    expect(page.get_by_text("não há o que aprovar")).to_be_hidden()
    page.get_by_label(re.compile("Quantidade.*Assadeira")).blur()
    said = "De 1 a 4 un Escolha de 1 a 4 un, de 1 em 1."
    expect(page.get_by_label(re.compile("Quantidade.*Assadeira"))).to_have_accessible_description(said)
    page.get_by_label(re.compile("Quantidade.*Assadeira")).fill("3")
    expect(page.locator(".decision-bar")).to_contain_text("R$\u00a039.711,05")
    expect(page.locator(".option .error:visible")).to_have_count(0)
    assert violations(page) == []
    confirm.click()
    expect(page.get_by_role("heading", name="Preparando a sua versão")).to_be_visible()
    run_jobs()
    # The page goes on by itself.
    expect(page.locator("main")).to_contain_text("Escolhido por Carla Nogueira", timeout=30_000)
    phone.approves(desk.number, "R$\u00a039.711,05")
    desk.sees("a versão 1 deu lugar à 2")
    desk.makes_order()
    phone.sees(desk.number, "virou o pedido")


def test_of_two_alternatives_one_becomes_the_order(
    desk: AtTheDesk, phone: AtThePanel, padaria: Customer, bruno: Member, at: datetime
) -> None:
    basic = offered(padaria, bruno, at)
    desk.number = basic.number
    desk.opens()
    desk.page.get_by_role("link", name="Criar alternativa").click()
    desk.page.get_by_role("button", name="Criar alternativa").click()
    desk.page.wait_for_url("**/editar/")
    desk.number = desk.page.url.split("/")[-3]
    desk.sends()
    page = phone.page
    phone.opens(basic.number)
    page.get_by_role("link", name="Comparar alternativas").click()
    for number in (basic.number, desk.number):
        expect(page.get_by_role("main")).to_contain_text(number)
    assert violations(page) == []
    page.get_by_role("link", name=f"Aprovar {desk.number}").click()
    expect(page.get_by_role("region", name="O que você aprova")).to_contain_text(basic.number)
    page.get_by_role("button", name=re.compile("^Aprovar proposta de")).click()
    expect(page.get_by_role("heading", name="Proposta aprovada")).to_be_visible()
    run_jobs()
    phone.sees(basic.number, "Outra alternativa foi aprovada no lugar desta proposta.")
    desk.makes_order()
    desk.number = basic.number
    desk.sees("Substituída por outra alternativa")
