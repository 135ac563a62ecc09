"""Fifteen percent off where ten are allowed: refused with a reason, asked for with twelve, given, and then sent."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from aceite.core.clearances.ruling import RuleData, save_rule
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from tests.browser.looking import violations
from tests.jobs import run_jobs
from tests.walk import draft_for, fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE = "/aurora/gestao/"


def test_refused_with_a_reason_then_given_then_sent(
    window_of: Callable[..., Page], padaria: Customer, carla: PanelUser, ana: Member, marcos: Member, bruno: Member,
    at: datetime,
) -> None:  # fmt: skip
    rule = RuleData("discount", Decimal(10), role=Role.SELLER)
    save_rule(None, rule, company=bruno.company, by=ana, at=at)
    sale = draft_for(padaria, bruno, at, discount_kind="percent", discount_value=Decimal(15))
    desk, boss = window_of(bruno), window_of(marcos)
    asks(desk, sale.number, "O concorrente dá 15 %.")
    opens_the_request(boss)
    expect(boss.get_by_text("O concorrente dá 15 %.")).to_be_visible()
    boss.get_by_role("textbox", name="Resposta").fill("No máximo 12 %.")
    assert violations(boss) == []
    boss.get_by_role("button", name="Negar e dizer o motivo").click()

    desk.goto(f"{OFFICE}vendas/{sale.number}/envio/")
    expect(desk.get_by_text("No máximo 12 %.")).to_be_visible()
    expect(desk.get_by_role("button", name="Enviar proposta de")).to_have_count(0)
    assert violations(desk) == []
    desk.goto(f"{OFFICE}vendas/{sale.number}/editar/")
    desk.locator("#proposal-form[data-ready=yes]").wait_for()
    desk.locator("#id_discount_value").fill("12")
    expect(desk.locator("#saved")).to_contain_text("Salvo às", timeout=20_000)
    asks(desk, sale.number, "")
    opens_the_request(boss)
    boss.get_by_role("button", name="Aprovar proposta de R$\u00a034.232,00").click()

    desk.goto(f"{OFFICE}vendas/{sale.number}/envio/")
    expect(desk.get_by_text("Aprovada por Marcos")).to_be_visible()
    desk.get_by_role("button", name="Enviar proposta de R$\u00a034.232,00").click()
    expect(desk.get_by_role("heading", level=1, name=sale.title)).to_be_visible()
    run_jobs()
    assert (fresh(sale).state, fresh(sale).total) == ("sent", Decimal("34232.00"))


def asks(desk: Page, number: str, note: str) -> None:
    """The seller cannot send it himself, and asks."""
    desk.goto(f"{OFFICE}vendas/{number}/envio/")
    expect(desk.get_by_role("button", name="Enviar proposta de")).to_have_count(0)
    desk.get_by_label("Recado").fill(note)
    desk.get_by_role("button", name="Pedir").click()
    expect(desk.get_by_text("Esperando a aprovação interna")).to_be_visible()


def opens_the_request(boss: Page) -> None:
    """The manager finds it on his first page."""
    boss.goto(OFFICE)
    boss.locator("section", has=boss.get_by_role("heading", name="Para você aprovar")).get_by_role("link").first.click()
    expect(boss.get_by_role("heading", name="Sua resposta")).to_be_visible()
