"""The help page's sentences S1–S11, as Bruno and Carla live them, each looking at what the other did."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from aceite.core.people.models import Member
from tests.browser.mailbox import subjects
from tests.browser.walks import AtTheDesk, AtThePanel

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Usina solar na matriz"
TOTAL = "R$\u00a06.120,00"


def test_digital_signature(desk: AtTheDesk, phone: AtThePanel, texts: None) -> None:
    desk.prepares(TITLE, "612,00")
    desk.puts_in_contract("modelo", "Contrato de instalação", "digital", "Carla Nogueira")
    phone.sees_at_home("Nenhuma proposta por enquanto")
    desk.sends()

    phone.opens_what_was_mailed()
    phone.sees_at_home(TITLE, TOTAL)
    phone.sees(desk.number, TITLE, TOTAL, "Contrato de instalação", "Ler o contrato")
    desk.sees("Proposta vista")
    desk.sees_in_list("Enviada", "Assinar", "Carla Nogueira", TOTAL)

    phone.signs(desk.number)
    desk.sees("Contrato assinado", "Carla Nogueira")
    desk.sees_in_list("Enviada", "Aprovar")
    desk.gets_file("Baixar contrato assinado")

    _approved_and_ordered(desk, phone)


def test_manual_signature(desk: AtTheDesk, phone: AtThePanel, texts: None, photo: bytes) -> None:
    desk.prepares(TITLE, "612,00")
    desk.puts_in_contract("avulso", "Contrato de entrega", "manual")
    desk.sends()
    desk.sees_in_list("Enviada", "Enviar a via assinada")

    phone.sends_copy(desk.number, photo)
    desk.sees_in_list("Via a conferir")
    desk.answers_copy("Recusar via", "A assinatura não aparece inteira.")
    phone.sees(desk.number, "A assinatura não aparece inteira.", "Enviar outra via")

    phone.sends_copy(desk.number, photo)
    desk.answers_copy("Aceitar via")
    desk.sees("Via assinada aceita")
    phone.sees(desk.number, "você confere e aprova")

    _approved_and_ordered(desk, phone)


def test_either_way_of_signing(desk: AtTheDesk, phone: AtThePanel, photo: bytes) -> None:
    desk.prepares(TITLE, "612,00")
    desk.puts_in_contract("escrever", "Acordo da obra", "either", "Carla Nogueira")
    desk.sends()
    phone.sees(desk.number, "Ler o contrato", "Assinar no papel")

    phone.sends_copy(desk.number, photo)
    desk.sees_in_list("Via a conferir", "Aprovar")

    _approved_and_ordered(desk, phone)


def test_without_contract(desk: AtTheDesk, phone: AtThePanel) -> None:
    desk.prepares(TITLE, "612,00")
    desk.sends()
    phone.sees(desk.number, TITLE, "você confere e aprova")
    desk.sees_in_list("Enviada", "Aprovar", "Carla Nogueira")

    _approved_and_ordered(desk, phone)


def test_a_company_without_contracts_shows_no_trace_of_them(
    desk: AtTheDesk, phone: AtThePanel, ana: Member, window_of: Callable[..., Page]
) -> None:
    owner = window_of(ana)
    owner.goto("/aurora/gestao/empresa/contratos/")
    owner.get_by_label("Faz contratos").uncheck()
    owner.get_by_role("button", name="Salvar").first.click()
    expect(owner.get_by_label("Faz contratos")).not_to_be_checked()

    desk.prepares(TITLE, "612,00")
    for place in ("", "vendas/", f"vendas/{desk.number}/editar/", f"vendas/{desk.number}/envio/", "clientes/"):
        desk.opens(place)
        assert "ontrato" not in desk.page.locator("body").inner_text()
    desk.sends()
    phone.opens(desk.number)
    assert "ontrato" not in phone.page.locator("body").inner_text()

    _approved_and_ordered(desk, phone)


def _approved_and_ordered(desk: AtTheDesk, phone: AtThePanel) -> None:
    phone.approves(desk.number, TOTAL)
    desk.sees_in_list("Aprovado", "Transformar em pedido")
    desk.sees("Aprovado", "Carla Nogueira", "Proposta aprovada")
    desk.gets_file("Comprovante da aprovação")
    assert any("aprov" in subject.lower() for subject in subjects(desk.email))

    desk.makes_order()
    desk.sees_in_list("Pedido")
    phone.sees(desk.number, "Pedido", "Ver o pedido")
    phone.sees_at_home("Pedido", TOTAL)
