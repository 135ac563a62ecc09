"""Entering: by password, by code, a forgotten password, leaving, and choosing a company."""

import re

import pytest
from django.core import mail
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.people.codes import digits_of, newest_code
from aceite.core.people.models import CodePurpose, Member, User
from aceite.core.people.permissions import Role
from tests.cast import member
from tests.clients import client_of

RIGHT = "uma frase bem curta"


@pytest.fixture
def with_password(bruno: Member) -> Member:
    """Bruno, who chose a password."""
    assert bruno.user is not None
    bruno.user.set_password(RIGHT)
    bruno.user.save()
    return bruno


def code_for(person: Member) -> str:
    """The digits the worker would mail."""
    assert person.user is not None
    code = newest_code(purpose=CodePurpose.SIGN_IN, subject=f"user/{person.user.pk}")
    assert code is not None
    return digits_of(code)


def test_the_right_password_leads_to_the_page_one_wanted(with_password: Member) -> None:
    typed = {"email": "Bruno@Aurora.example ", "password": RIGHT, "next": "/aurora/gestao/clientes/"}
    assert Client().post("/entrar/", typed)["Location"] == "/aurora/gestao/clientes/"


def test_another_site_is_no_page_one_wanted(with_password: Member) -> None:
    typed = {"email": with_password.email, "password": RIGHT, "next": "https://mau.example/"}
    assert Client().post("/entrar/", typed)["Location"] == "/empresas/"


def test_a_wrong_password_and_a_stranger_read_the_same(with_password: Member) -> None:
    def error(email: str) -> tuple[int, list[str]]:
        answer = Client().post("/entrar/", {"email": email, "password": "errada"})
        return answer.status_code, answer.context["form"].non_field_errors()

    assert error(with_password.email) == error("ninguem@aurora.example")
    assert error(with_password.email)[0] == 422


def test_a_code_lets_in(bruno: Member) -> None:
    browser = Client()
    browser.post("/entrar/codigo/?next=/aurora/gestao/catalogo/", {"email": bruno.email})
    answer = browser.post("/entrar/codigo/?next=/aurora/gestao/catalogo/", {"code": code_for(bruno)})
    assert answer["Location"] == "/aurora/gestao/catalogo/"
    assert browser.session["proved_at"]


def test_asking_for_a_code_says_the_same_to_a_stranger(bruno: Member) -> None:
    def page(email: str) -> str:
        text = Client().post("/entrar/codigo/", {"email": email}, follow=True).content.decode()
        return re.sub(r'value="\w{64}"', "", text.replace(email, ""))

    assert page(bruno.email) == page("ninguem@aurora.example")
    assert mail.outbox == []


def test_a_wrong_code_is_told_beside_the_field(bruno: Member) -> None:
    browser = Client()
    browser.post("/entrar/codigo/", {"email": bruno.email})
    answer = browser.post("/entrar/codigo/", {"code": "nada"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]


def test_a_forgotten_password_is_chosen_anew_after_a_code(with_password: Member) -> None:
    browser = Client()
    browser.post("/entrar/codigo/?para=senha", {"email": with_password.email})
    assert browser.post("/entrar/codigo/?para=senha", {"code": code_for(with_password)})["Location"] == "/senha/"
    assert "current" not in browser.get("/senha/").context["form"].fields
    assert browser.post("/senha/", {"password": "outra frase bem curta"})["Location"] == "/empresas/"
    assert User.objects.get(email=with_password.email).check_password("outra frase bem curta")
    assert browser.get("/aurora/gestao/clientes/").status_code == 200


def test_a_session_without_proof_must_type_the_present_password(with_password: Member) -> None:
    browser = client_of(with_password)
    session = browser.session
    del session["proved_at"]
    session.save()
    answer = browser.post("/senha/", {"current": "errada", "password": "outra frase bem curta"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["current"]


def test_the_first_address_leads_in(bruno: Member) -> None:
    assert Client().get("/")["Location"] == "/entrar/"
    assert client_of(bruno).get("/")["Location"] == "/empresas/"


def test_too_many_tries_are_told_so(with_password: Member) -> None:
    tries = [Client().post("/entrar/", {"email": with_password.email, "password": "errada"}) for _ in range(11)]
    assert tries[-1].status_code == 429
    assert with_password.email in tries[-1].content.decode()


def test_leaving_ends_the_session(bruno: Member) -> None:
    browser = client_of(bruno)
    assert browser.get("/sair/").status_code == 405
    browser.post("/sair/")
    assert browser.get("/aurora/gestao/clientes/").status_code == 302


def test_one_company_is_entered_and_several_are_chosen_from(bruno: Member, boreal: Company) -> None:
    browser = client_of(bruno)
    assert browser.get("/empresas/")["Location"] == "/aurora/gestao/"
    second = member(boreal, "Bruno", Role.SELLER)
    second.user = bruno.user
    second.save()
    page = browser.get("/empresas/").content.decode()
    assert "/aurora/gestao/" in page
    assert "/boreal/gestao/" in page
