"""A customer asks for another price from her phone, with and without scripts; the vendor answers and takes it over."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.counter_offers import Point
from aceite.core.proposals.models import Proposal
from tests.browser.conftest import PHONE
from tests.browser.looking import violations
from tests.walk import FITTING, OVEN, draft_for, fresh, sent, with_contract

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    """Two lines and a contract."""
    draft = draft_for(padaria, bruno, at, lines=(OVEN, FITTING))
    with_contract(draft, bruno, at, carla)
    return sent(draft, bruno, at)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_point_beside_a_line_to_the_next_version(
    window_of: Callable[..., Page], sale: Proposal, carla: PanelUser, bruno: Member, scripts: bool
) -> None:
    phone = window_of(carla, viewport=PHONE, java_script_enabled=scripts)
    phone.goto(f"/aurora/painel/propostas/{sale.number}/")
    phone.get_by_role("link", name="Pedir mudança", exact=True).first.click()
    phone.get_by_label("Preço unitário que você quer pagar").fill("36.000,00")
    if scripts:
        expect(phone.get_by_text("Anotado.", exact=True)).to_be_visible()
        assert violations(phone) == []
    phone.get_by_role("button", name="Anotar").click()
    phone.get_by_role("link", name="Rever e enviar").click()
    expect(phone.get_by_text("Pedido, não vale como preço.")).to_be_visible()
    if scripts:
        assert violations(phone) == []
    phone.get_by_role("button", name="Enviar contraproposta").click()
    expect(phone.get_by_text("Em negociação").first).to_be_visible()
    if scripts:
        assert violations(phone) == []
        # What was sent is not offered again as if it had been lost.
        phone.get_by_role("link", name="Pedir mudança", exact=True).first.click()
        expect(phone.get_by_label("Preço unitário que você quer pagar")).to_have_value("")
        expect(phone.get_by_text("Recuperamos")).to_have_count(0)
    desk = window_of(bruno, java_script_enabled=scripts)
    desk.goto(f"/aurora/gestao/vendas/{sale.number}/")
    if scripts:
        assert violations(desk) == []
    desk.get_by_role("radio", name="Aceitar").check()
    desk.get_by_role("button", name="Enviar respostas").click()
    desk.get_by_role("button", name="Levar os pontos aceitos à próxima versão").click()
    expect(desk.get_by_text("A versão 2 está aberta")).to_be_visible()
    assert Point.objects.get().outcome == "accepted" and fresh(sale).total == 36450
