"""A plan from the contract box to the order: two of three suffice, one of them by proxy, and Ana signs for Aurora."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from aceite.core.contracts.models import Contract
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.codes import digits_of
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.sales.models import Order
from tests import walk
from tests.browser.conftest import PHONE
from tests.browser.looking import misfits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_of_three_one_by_proxy_then_the_company(
    window_of: Callable[..., Page], padaria: Customer, carla: PanelUser, gil: PanelUser, helena: PanelUser,
    bruno: Member, ana: Member, at: datetime,
) -> None:  # fmt: skip
    desk = window_of(bruno, viewport={"width": 1440, "height": 900})
    desk.goto(f"/aurora/gestao/clientes/{padaria.pk}/usuarios/{gil.pk}/poderes/")
    desk.get_by_label("Assina por procuração").check()
    proxy = {"name": "procuracao.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 procura"}
    desk.locator("input[type=file]").set_input_files(proxy)  # type: ignore[arg-type]
    assert misfits(desk) == []
    desk.get_by_role("button", name="Salvar poderes").click()
    expect(desk.get_by_text("Poderes de Gil Prado salvos.")).to_be_visible()
    sale = walk.draft_for(padaria, bruno, at)
    made = walk.with_contract(sale, bruno, at, carla, gil, helena)
    desk.goto(f"/aurora/gestao/vendas/{sale.number}/contratos/{made.pk}/")
    desk.get_by_text("Ordem, quantas bastam, passar a vez e assinatura da empresa").click()
    desk.locator("#id_plan-quorum_1").fill("2")
    desk.get_by_label("Ana", exact=True).check()
    assert misfits(desk) == []
    desk.get_by_role("button", name="Salvar", exact=True).click()
    expect(desk.get_by_text("Contrato salvo.")).to_be_visible()
    walk.sent(sale, bruno, at)
    walk.signed(sale, gil, at=at)
    phone = window_of(helena, viewport=PHONE)
    phone.goto(f"/aurora/painel/propostas/{sale.number}/")
    expect(phone.get_by_text("Assinaturas: 1 de 2")).to_be_visible()
    expect(phone.get_by_text("Agora pode assinar Carla Nogueira ou Helena Duarte")).to_be_visible()
    walk.signed(sale, carla, at=at)
    walk.approved(sale, carla, at)
    phone.reload()
    expect(phone.get_by_text("a assinatura não foi precisa")).to_be_visible()
    expect(phone.get_by_text("Agora é a vez de Ana")).to_be_visible()
    assert misfits(phone) == []
    hers = window_of(ana, viewport=PHONE)
    hers.goto(f"/aurora/gestao/vendas/{sale.number}/pedido/")
    expect(hers.get_by_text("Falta a assinatura da empresa: Ana.")).to_be_visible()
    hers.get_by_role("link", name="Ler e assinar").click()
    assert misfits(hers) == []
    hers.get_by_label("Li e aceito").check()
    hers.get_by_label("Seu CPF").fill("714.287.938-60")
    hers.get_by_label("Digitar o nome").check()
    hers.locator("[name=mark_text]").fill("Ana Lima")
    hers.get_by_role("button", name="Receber código para assinar").click()
    hers.get_by_label("Código de 6 números").fill(digits_of(OneTimeCode.objects.latest("pk")))
    assert misfits(hers) == []
    hers.get_by_role("button", name="Assinar o contrato").click()
    expect(hers.get_by_text("Contrato assinado pela empresa.")).to_be_visible()
    assert Contract.objects.get().completed_at is not None
    desk.goto(f"/aurora/gestao/vendas/{sale.number}/pedido/")
    desk.get_by_role("button", name="Fazer pedido").click()
    expect(desk.get_by_text("Pedido feito.")).to_be_visible()
    assert Order.objects.count() == 1
