"""Who comes in, and who finds nothing."""

from datetime import datetime

import pytest
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests.cast import customer, panel_user
from tests.clients import client_of
from tests.faces.panel.conftest import HOME, url_of
from tests.walk import sent_for


@pytest.fixture
def bakery_two(aurora: Company) -> Customer:
    """Carla buys for a second firm, too."""
    return customer(aurora, CustomerKind.COMPANY, "Padaria Norte Ltda.", "19131243000197")


@pytest.fixture
def carla_again(bakery_two: Customer, carla: PanelUser) -> PanelUser:
    """The same person, of the other firm."""
    return panel_user(bakery_two, "Carla Nogueira", carla.email, "52998224725", approve=True)


def test_nobody_is_sent_to_the_entering_page_and_back(sale: Proposal) -> None:
    answer = Client().get(url_of(sale))
    assert answer["Location"] == f"{HOME}entrar/?next={url_of(sale)}"


def test_strangers_find_nothing(sale: Proposal, fabio: PanelUser, bruno: Member) -> None:
    for stranger in (fabio, bruno):
        assert client_of(stranger).get(url_of(sale)).status_code == 404


def test_a_customer_never_sees_anothers_sale(sale: Proposal, joana_herself: PanelUser) -> None:
    assert client_of(joana_herself).get(url_of(sale)).status_code == 404


def test_an_access_that_ended_finds_nothing(sale: Proposal, carla: PanelUser, at: datetime) -> None:
    browser = client_of(carla)
    carla.deactivated_at = at
    carla.save()
    assert browser.get(url_of(sale)).status_code == 404


def test_who_buys_for_two_firms_chooses_one(carla_again: PanelUser, hers: Client) -> None:
    assert hers.get(HOME)["Location"].startswith(f"{HOME}escolher/")
    hers.post(f"{HOME}escolher/", {"access": carla_again.pk})
    assert "Padaria Norte" in hers.get(HOME).content.decode()


def test_a_mails_link_leads_to_its_own_firms_sale(
    bakery_two: Customer, carla_again: PanelUser, bruno: Member, hers: Client, at: datetime
) -> None:
    other = sent_for(bakery_two, bruno, at)
    assert hers.get(url_of(other)).status_code == 200


def test_leaving_ends_the_session(hers: Client, carla: PanelUser) -> None:
    hers.post(f"{HOME}sair/")
    assert hers.get(HOME).status_code == 302
