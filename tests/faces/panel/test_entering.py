"""Coming in by code or password, and by an invitation."""

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.companies.models import Company
from aceite.core.customers.invitations import copied_token, copy_invitation, invite, mailed_token
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import PersonData, add_panel_user
from aceite.core.people.codes import digits_of
from aceite.core.people.models import Member, OneTimeCode
from tests.faces.panel.conftest import HOME

ENTER = f"{HOME}entrar/"
CODE = f"{HOME}entrar/codigo/"


@pytest.fixture
def newcomer(padaria: Customer, bruno: Member) -> PanelUser:
    """Somebody invited just now."""
    person = add_panel_user(padaria, PersonData("Rita Lopes", "rita@padaria.example"), by=bruno, at=timezone.now())
    return invite(person, by=bruno, at=timezone.now())


def newest_digits() -> str:
    """What stands in the last mail."""
    code = OneTimeCode.objects.latest("pk")
    return digits_of(code)


def has_joined(person: PanelUser) -> bool:
    """Whether she accepted, as the database has it."""
    person.refresh_from_db()
    return person.joined_at is not None


def test_a_mailed_code_lets_her_in_where_she_wanted_to_go(carla: PanelUser) -> None:
    browser = Client()
    browser.post(ENTER, {"email": "Carla@Padaria.example", "next": f"{HOME}contratos/"})
    answer = browser.post(f"{CODE}?next={HOME}contratos/", {"code": newest_digits()})
    assert answer["Location"] == f"{HOME}contratos/"
    assert browser.get(HOME).status_code == 200


def test_nobody_learns_which_addresses_exist(carla: PanelUser) -> None:
    answers = []
    for email in ("carla@padaria.example", "ninguem@padaria.example"):
        browser = Client()
        first = browser.post(ENTER, {"email": email})
        second = browser.post(CODE, {"code": "000000"})
        answers.append((first.status_code, first["Location"], second.content.decode().replace(email, "")))
    known, unknown = answers
    assert known[:2] == unknown[:2]
    assert [line for line in known[2].splitlines() if "csrf" not in line] == [
        line for line in unknown[2].splitlines() if "csrf" not in line
    ]


def test_a_foreign_site_is_no_place_to_go_on_to(carla: PanelUser) -> None:
    browser = Client()
    browser.post(ENTER, {"email": carla.email})
    answer = browser.post(CODE, {"code": newest_digits(), "next": "https://mal.example/"})
    assert answer["Location"] == HOME


def test_a_password_lets_her_in_and_a_wrong_one_keeps_the_address(carla: PanelUser) -> None:
    assert carla.user
    carla.user.set_password("um segredo comprido")
    carla.user.save()
    browser = Client()
    wrong = browser.post(f"{ENTER}?com=senha", {"email": carla.email, "password": "outro"})
    assert wrong.status_code == 422
    assert carla.email in wrong.content.decode()
    right = browser.post(f"{ENTER}?com=senha", {"email": carla.email, "password": "um segredo comprido"})
    assert right["Location"] == HOME


def test_opening_an_invitation_consumes_nothing_its_button_does(newcomer: PanelUser) -> None:
    address = f"{HOME}convite/{mailed_token(newcomer)}/"
    browser = Client()
    for _again in range(2):
        page = browser.get(address).content.decode()
        assert "r•••a@padaria.example" in page
    assert not has_joined(newcomer)
    browser.post(address, {})
    assert has_joined(newcomer)
    assert browser.get(HOME).status_code == 200
    assert Client().get(address).status_code == 410


def test_a_weak_password_leaves_the_invitation_open(newcomer: PanelUser) -> None:
    answer = Client().post(f"{HOME}convite/{mailed_token(newcomer)}/", {"password": "curta"})
    assert answer.status_code == 422
    assert not has_joined(newcomer)


def test_a_copied_invitation_asks_for_a_code_to_the_address_on_file(newcomer: PanelUser, bruno: Member) -> None:
    copy_invitation(newcomer, by=bruno, at=timezone.now())
    newcomer.refresh_from_db()
    address = f"{HOME}convite/{copied_token(newcomer)}/"
    browser = Client()
    browser.post(address, {"password": "um segredo comprido"})
    assert not has_joined(newcomer)
    browser.post(address, {"code": newest_digits(), "password": "um segredo comprido"})
    assert has_joined(newcomer)


def test_an_invitation_of_elsewhere_does_not_open(newcomer: PanelUser, boreal: Company) -> None:
    assert Client().get(f"/boreal/painel/convite/{mailed_token(newcomer)}/").status_code == 404
