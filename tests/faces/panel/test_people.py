"""Colleagues, for those who manage them, and one's own account."""

import pytest
from django.test import Client

from aceite.core.customers.models import PanelUser
from tests.cast import LONG_AGO
from tests.clients import client_of
from tests.faces.panel.conftest import HOME

COLLEAGUES = f"{HOME}colegas/"


@pytest.fixture
def manager(carla: PanelUser) -> Client:
    """Carla manages her colleagues."""
    carla.can_manage = True
    carla.save()
    return client_of(carla)


def test_only_managers_see_their_colleagues(gil: PanelUser) -> None:
    browser = client_of(gil)
    assert browser.get(COLLEAGUES).status_code == 404
    assert "colegas/" not in browser.get(HOME).content.decode()


def test_a_colleague_is_invited_with_rights(manager: Client, carla: PanelUser) -> None:
    manager.post(f"{COLLEAGUES}novo/", {"name": "Rita Lopes", "email": "rita@padaria.example", "can_sign": "on"})
    rita = PanelUser.objects.get(email="rita@padaria.example")
    assert (rita.can_sign, rita.can_approve, rita.customer_id) == (True, False, carla.customer_id)
    assert rita.invited_at is not None


def test_an_address_that_is_there_already_is_told(manager: Client, gil: PanelUser) -> None:
    answer = manager.post(f"{COLLEAGUES}novo/", {"name": "Gil", "email": gil.email})
    assert answer.status_code == 422


def test_rights_are_changed_but_never_beyond_her_own(manager: Client, carla: PanelUser, davi: PanelUser) -> None:
    carla.can_approve = False
    carla.save()
    manager.post(f"{COLLEAGUES}{davi.pk}/", {"can_sign": "on", "can_approve": "on"})
    davi.refresh_from_db()
    assert (davi.can_sign, davi.can_approve) == (True, False)


def test_ending_an_access_ends_it_at_once(manager: Client, davi: PanelUser) -> None:
    his = client_of(davi)
    manager.post(f"{COLLEAGUES}{davi.pk}/acesso/", {"access": "end"})
    assert his.get(HOME)["Location"].startswith("/aurora/painel/entrar/")
    manager.post(f"{COLLEAGUES}{davi.pk}/acesso/", {"access": "give"})
    davi.refresh_from_db()
    assert davi.deactivated_at is None


def test_people_of_another_customer_are_not_hers(manager: Client, joana_herself: PanelUser) -> None:
    assert manager.get(f"{COLLEAGUES}{joana_herself.pk}/").status_code == 404


def test_name_language_and_zone_are_her_own(hers: Client, carla: PanelUser) -> None:
    answer = hers.post(f"{HOME}conta/", {"name": "Carla N.", "language": "pt-br", "zone": "America/Manaus"})
    assert answer.status_code == 302
    assert carla.user
    carla.user.refresh_from_db()
    assert (carla.user.name, carla.user.zone) == ("Carla N.", "America/Manaus")


def test_without_password_and_with_an_old_session_she_is_told_how_to_make_one(carla: PanelUser) -> None:
    page = client_of(carla, proved_at=LONG_AGO).get(f"{HOME}conta/").content.decode()
    assert "entre de novo com um código" in page
    assert "Senha nova" not in page


def test_a_new_password_keeps_this_session_and_ends_the_others(hers: Client, carla: PanelUser) -> None:
    elsewhere = client_of(carla)
    hers.post(f"{HOME}conta/senha/", {"password": "um segredo comprido"})
    assert hers.get(HOME).status_code == 200
    assert elsewhere.get(HOME).status_code == 302


def test_a_weak_password_is_refused_beside_its_field(hers: Client) -> None:
    answer = hers.post(f"{HOME}conta/senha/", {"password": "123"})
    assert answer.status_code == 422
    assert answer.context["new_password"].errors["password"]
