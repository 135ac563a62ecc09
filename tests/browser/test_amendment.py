"""An amendment from the contract in force to its own Pedido: begun, what it changes, sent, signed, approved."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from aceite.core.agreements.models import Agreement
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests import walk
from tests.browser.conftest import PHONE
from tests.browser.looking import misfits
from tests.core.agreements.test_in_force import YEAR, closed, with_term
from tests.core.receivables.test_recurring import CARE
from tests.jobs import run_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_amendment_goes_its_way_to_the_order_and_lengthens_the_contract(
    window_of: Callable[..., Page], padaria: Customer, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    sale = walk.draft_for(padaria, bruno, at, lines=(walk.OVEN, CARE))
    with_term(walk.with_contract(sale, bruno, at, carla), YEAR, bruno, at)
    sale = closed(sale, bruno, carla, at)
    held = Agreement.objects.get(proposal=sale)
    desk = window_of(bruno, viewport={"width": 1440, "height": 900})
    desk.goto("/aurora/gestao/contratos/em-vigor/")
    assert misfits(desk) == []
    desk.get_by_role("link", name=held.title).click()
    expect(desk.get_by_text("Nenhum. O contrato vale como foi assinado.")).to_be_visible()
    assert misfits(desk) == []
    desk.goto(f"/aurora/gestao/vendas/{sale.number}/aditivo/")
    desk.get_by_label("Começar com os itens recorrentes do pedido").check()
    desk.get_by_role("button", name="Começar").click()
    desk.wait_for_url("**/editar/")
    made = Proposal.objects.get(amends=sale)
    desk.get_by_role("button", name="Mudar vigência e efeito").click()
    desk.get_by_label("Fim do contrato").select_option("date")
    desk.get_by_label("Novo último dia").fill("31/12/2031")
    assert misfits(desk) == []
    desk.get_by_role("button", name="Salvar").click()
    desk.wait_for_url("**/editar/")
    expect(desk.get_by_text("O contrato passa a valer até 31/12/2031.").first).to_be_visible()
    walk.with_contract(made, bruno, at, carla, title="Primeiro aditivo")
    walk.sent(made, bruno, at)
    phone = window_of(carla, viewport=PHONE)
    phone.goto(f"/aurora/painel/propostas/{made.number}/")
    expect(phone.get_by_text(f"Aditivo nº 1 ao {sale.number}").first).to_be_visible()
    expect(phone.get_by_text("R$ 890,00 por mês, por 12 meses").first).to_be_visible()
    assert misfits(phone) == []
    walk.signed(made, carla, at=at)
    walk.approved(made, carla, at)
    desk.goto(f"/aurora/gestao/vendas/{made.number}/pedido/")
    desk.get_by_role("button", name=re.compile("^Fazer pedido de")).click()
    expect(desk.get_by_role("heading", name=re.compile("fechada|Pedido")).first).to_be_visible()
    run_jobs()
    desk.goto(f"/aurora/gestao/contratos/em-vigor/{held.pk}/")
    expect(desk.get_by_text("31/12/2031").first).to_be_visible()
    expect(desk.get_by_role("link", name=f"Aditivo nº 1 ao {sale.number}")).to_be_visible()
    assert misfits(desk) == []
    phone.goto(f"/aurora/painel/pedidos/{walk.fresh(sale).order.number}/")
    expect(phone.get_by_text("até 31/12/2031").first).to_be_visible()
    phone.goto("/aurora/painel/contratos/")
    expect(phone.get_by_role("heading", name="Em vigor")).to_be_visible()
    assert misfits(phone) == []
