"""The door of the office: nobody is sent to enter, strangers and missing rights find nothing."""

import pytest
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from tests.clients import client_of

LIST = "/aurora/gestao/clientes/"
NEW = "/aurora/gestao/clientes/novo/"


def test_nobody_is_sent_to_enter_and_back(aurora: Company) -> None:
    answer = Client().get(f"{LIST}?q=padaria")
    assert answer.status_code == 302
    assert answer["Location"] == "/entrar/?next=/aurora/gestao/clientes/%3Fq%3Dpadaria"


def test_after_a_post_one_returns_to_the_home_page(aurora: Company) -> None:
    assert Client().post(NEW)["Location"] == "/entrar/?next=/aurora/gestao/"


def test_a_fragment_sends_the_whole_page_to_enter(aurora: Company) -> None:
    answer = Client().get(LIST, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/entrar/")


def test_a_company_that_is_not_there_looks_the_same_to_nobody(db: None) -> None:
    assert Client().get("/nenhuma/gestao/clientes/")["Location"].startswith("/entrar/")


def test_a_stranger_finds_nothing(aurora: Company, eva: Member) -> None:
    assert client_of(eva).get(LIST).status_code == 404


def test_who_left_finds_nothing(bruno: Member) -> None:
    bruno.deactivated_at = bruno.joined_at
    bruno.save()
    assert client_of(bruno).get(LIST).status_code == 404


def test_a_reader_looks_and_changes_nothing(iris: Member) -> None:
    browser = client_of(iris)
    assert browser.get(LIST).status_code == 200
    assert [browser.get(NEW).status_code, browser.post(NEW).status_code] == [404, 404]


@pytest.mark.parametrize("role", [Role.SELLER, Role.READER])
def test_only_who_may_sees_mails_and_company(bruno: Member, role: Role) -> None:
    bruno.role = role
    bruno.save()
    browser = client_of(bruno)
    page = browser.get(LIST).content.decode()
    for place in ("/aurora/gestao/emails/", "/aurora/gestao/empresa/"):
        assert place not in page
        assert browser.get(place).status_code == 404


def test_without_contracts_there_is_no_trace_of_them(aurora: Company, ana: Member) -> None:
    browser = client_of(ana)
    assert "/gestao/modelos/" in browser.get(LIST).content.decode()
    aurora.uses_contracts = False
    aurora.save()
    page = browser.get(LIST).content.decode().lower()
    assert "contrat" not in page
    for place in ("contratos/", "contratos/novo/", "modelos/", "modelos/novo/"):
        assert browser.get(f"/aurora/gestao/{place}").status_code == 404
