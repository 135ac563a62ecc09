"""Registers of one customer in the office: found, compared, made one, parted; and all there was, on one page."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.customers.actions import CustomerData, save_customer
from aceite.core.customers.models import Customer, CustomerKind, CustomerMerge, PanelUser
from aceite.core.people.models import Member
from tests.cast import customer, panel_user
from tests.clients import client_of
from tests.faces.panel.conftest import queries_of
from tests.walk import approved, draft_for, fresh, ordered, paid_in, sent, sent_for, with_contract

CUSTOMERS = "/aurora/gestao/clientes/"


@pytest.fixture
def desk(marcos: Member) -> Client:
    return client_of(marcos)


@pytest.fixture
def branch(padaria: Customer) -> Customer:
    return customer(padaria.company, CustomerKind.COMPANY, "PADÁRIA CENTRAL ME", "11444777000161")


def test_likely_ones_are_listed_compared_and_made_one(
    desk: Client, padaria: Customer, branch: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    draft = draft_for(branch, bruno, now)
    listed = desk.get(f"{CUSTOMERS}repetidos/").content.decode()
    compare = f"{CUSTOMERS}{padaria.pk}/uniao/{branch.pk}/"
    assert "mesmo nome" in listed
    assert compare in listed
    assert compare in desk.get(f"{CUSTOMERS}{padaria.pk}/uniao/?q=padaria me").content.decode()
    typed = {"taxid": "kept", "name": "gone", "sight": "kept"}
    assert desk.post(compare, typed)["Location"] == f"{CUSTOMERS}{padaria.pk}/"
    padaria.refresh_from_db()
    assert (padaria.name, fresh(draft).customer) == ("PADÁRIA CENTRAL ME", padaria)
    assert desk.get(f"{CUSTOMERS}{branch.pk}/")["Location"] == f"{CUSTOMERS}{padaria.pk}/"
    page = desk.get(f"{CUSTOMERS}{padaria.pk}/").content.decode()
    assert "foi unido a este por Marcos" in page
    merge = CustomerMerge.objects.get()
    answer = desk.post(f"{CUSTOMERS}{padaria.pk}/unioes/{merge.pk}/desfazer/")
    assert answer["Location"] == f"{CUSTOMERS}{branch.pk}/"
    assert fresh(draft).customer == branch


def test_the_page_says_who_would_see_more_and_what_stands_in_the_way(
    desk: Client, padaria: Customer, branch: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    panel_user(branch, "Rosa Lima", "rosa@padaria.example", "15350946056", approve=True)
    sale = sent_for(branch, bruno, timezone.now())
    page = desk.get(f"{CUSTOMERS}{padaria.pk}/uniao/{branch.pk}/").content.decode()
    assert "Carla Nogueira ganha 1 venda que hoje não vê" in page
    assert sale.number in page
    answer = desk.post(f"{CUSTOMERS}{padaria.pk}/uniao/{branch.pk}/", {"taxid": "kept", "name": "kept", "sight": "all"})
    assert answer.status_code == 422
    assert "ainda estão com o cliente" in answer.content.decode()
    assert not CustomerMerge.objects.exists()


def test_a_customers_page_tells_all_there_was_at_one_price(
    padaria: Customer, joana: Customer, carla: PanelUser, bruno: Member, marcos: Member
) -> None:
    at, browser = timezone.now(), client_of(marcos)
    costs = []
    for many in (1, 3):
        for _time in range(many):
            draft = draft_for(padaria, bruno, at, instalments=paid_in("38900.00", at))
            with_contract(draft, bruno, at, carla, requirement="none")
            sale = sent(draft, bruno, at)
            approved(sale, carla, at)
            ordered(fresh(sale), bruno, at)
            data = CustomerData("company", f"Padaria {_time} {many}", padaria.taxid)
            save_customer(padaria, data, company=padaria.company, by=marcos, at=at)
        costs.append(queries_of(lambda: browser.get(f"{CUSTOMERS}{padaria.pk}/")))
    page = browser.get(f"{CUSTOMERS}{padaria.pk}/").content.decode()
    assert "4 vendas" in page
    assert "155.600,00" in page
    assert "Cliente alterado" in page
    assert "Fornecimento" in page
    assert costs[0] == costs[1]


def test_a_seller_who_sees_her_own_sales_is_told_of_no_other(
    padaria: Customer, bruno: Member, marcos: Member, now: datetime
) -> None:
    padaria.company.sellers_see_all = False
    padaria.company.save()
    draft_for(padaria, marcos, now, title="Só do Marcos")
    page = client_of(bruno).get(f"{CUSTOMERS}{padaria.pk}/").content.decode()
    assert "Só do Marcos" not in page
    assert "1 venda" not in page


def test_a_postal_code_is_judged_and_shown_as_people_write_it(desk: Client, padaria: Customer) -> None:
    typed: dict[str, Any] = {"taxid": padaria.taxid, "name": padaria.name, "zip_code": "1310-100", "state": "XX"}
    answer = desk.post(f"{CUSTOMERS}{padaria.pk}/editar/", typed)
    assert set(answer.context["form"].errors) == {"zip_code", "state"}
    desk.post(f"{CUSTOMERS}{padaria.pk}/editar/", typed | {"zip_code": "01310100", "state": "SP"})
    assert "CEP\u00a001310-100" in desk.get(f"{CUSTOMERS}{padaria.pk}/").content.decode()
