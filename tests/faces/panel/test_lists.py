"""Home and lists: what waits for whom, filters in the address, and the same cost for many rows."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.counter_offers import Outcome
from aceite.core.proposals.models import Proposal
from aceite.core.sales.conceding import Ruling, answer_points
from aceite.core.sales.countering import Asked, note_points, send_points
from tests.cast import only
from tests.clients import client_of
from tests.faces.panel.conftest import HOME, queries_of
from tests.walk import order_for, paid_in, sent_for


def text_of(client: Client, rest: str = "") -> str:
    """What stands on the page."""
    return client.get(HOME + rest).content.decode().replace("\xa0", " ")


def test_home_says_what_waits_for_this_person(
    sale: Proposal, digital: Proposal, hers: Client, davi: PanelUser, gil: PanelUser
) -> None:
    assert "Aprovar" in text_of(hers)
    assert "Assinar e aprovar" in text_of(hers)
    assert "Assinar" in text_of(client_of(gil))
    assert "Espera por você" not in text_of(client_of(davi))
    # Whose right to sign was taken is asked for nothing that she could not do.
    assert "Espera por você" not in text_of(client_of(only(gil, "prices")))


def test_what_is_under_negotiation_is_said_in_the_lists_until_it_is_settled(
    sale: Proposal, hers: Client, carla: PanelUser, bruno: Member, at: datetime
) -> None:
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=carla, at=at)
    assert not any("Em negociação" in text_of(hers, rest) for rest in ("", "propostas/"))
    offer = send_points(sale, "", version=1, by=carla, at=at)
    assert all("Em negociação" in text_of(hers, rest) for rest in ("", "propostas/"))
    answer_points(offer, {offer.points.get().pk: Ruling(Outcome.REFUSED, reply="Não dá.")}, by=bruno, at=at)
    assert not any("Em negociação" in text_of(hers, rest) for rest in ("", "propostas/"))


def test_an_empty_home_says_what_will_come(hers: Client) -> None:
    assert "Nenhuma proposta por enquanto" in text_of(hers)


def test_filters_stand_in_the_address(sale: Proposal, hers: Client) -> None:
    assert "Cozinha da loja 2" in text_of(hers, "propostas/?q=cozinha&situacao=sent")
    assert "Nenhuma proposta com este filtro" in text_of(hers, "propostas/?situacao=approved")
    assert "Nenhuma proposta com este filtro" in text_of(hers, "propostas/?q=telhado")


def test_contracts_are_listed_with_their_signatures(digital: Proposal, hers: Client, gil: PanelUser) -> None:
    assert "Sigilo" in text_of(hers, "contratos/?assinatura=assinar")
    assert "Sigilo" not in text_of(client_of(gil), "contratos/?assinatura=assinar")
    assert "Nenhum contrato com este filtro" in text_of(hers, "contratos/?assinatura=assinados")


def test_without_contracts_there_is_no_list_of_them(carla: PanelUser, hers: Client) -> None:
    carla.company.uses_contracts = False
    carla.company.save()
    assert hers.get(f"{HOME}contratos/").status_code == 404
    assert "contratos/" not in text_of(hers)


def test_an_order_has_its_row_and_its_page(carla: PanelUser, bruno: Member, hers: Client, at: datetime) -> None:
    order = order_for(carla.customer, bruno, carla, at, instalments=paid_in("38900", at))
    assert "1 parcela de R$ 38.900,00" in text_of(hers, "pedidos/")
    assert "Forno combinado" in text_of(hers, f"pedidos/{order.number}/")


def test_anothers_order_is_not_there(
    joana_herself: PanelUser, carla: PanelUser, bruno: Member, hers: Client, at: datetime
) -> None:
    order = order_for(joana_herself.customer, bruno, joana_herself, at)
    assert hers.get(f"{HOME}pedidos/{order.number}/").status_code == 404


@pytest.mark.parametrize("rest", ["", "propostas/", "contratos/", "pedidos/"])
def test_many_rows_cost_as_much_as_one(
    padaria: Customer, carla: PanelUser, bruno: Member, at: datetime, rest: str
) -> None:
    browser, costs = client_of(carla), []
    for more in (1, 3):
        for _sale in range(more):
            sent_for(padaria, bruno, at)
            order_for(padaria, bruno, carla, at)
        costs.append(queries_of(lambda: text_of(browser, rest)))
    assert costs[0] == costs[1] <= 14
