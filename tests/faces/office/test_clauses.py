"""The clause library as pages."""

from datetime import datetime

import pytest
from django.test import Client

from aceite.core.contracts.clauses import Clause
from aceite.core.contracts.models import ContractTemplate
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from tests.clients import client_of
from tests.core.contracts.sent import draft

CLAUSES = "/aurora/gestao/clausulas/"
TEMPLATES = "/aurora/gestao/modelos/"
TYPED = {
    "title": "Garantia", "body": "<p>Doze meses.</p>", "tags": "prazo", "join": "any",
    "kind-0": "total_min", "value-0": "1.500,00", "kind-1": "person",
}  # fmt: skip


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


@pytest.fixture
def clause(browser: Client) -> Clause:
    """A clause Bruno wrote."""
    browser.post(f"{CLAUSES}nova/", TYPED)
    return Clause.objects.get()


@pytest.fixture
def template(clause: Clause, bruno: Member, now: datetime) -> ContractTemplate:
    """A template that refers to it."""
    text = Text("Fornecimento", "<p>Objeto.</p><p>{{clausula.garantia}}</p>", "digital")
    return save_template(text, company=bruno.company, by=bruno, at=now)


def test_the_list_says_when_it_enters_and_where_it_is_used(browser: Client, template: ContractTemplate) -> None:
    page = browser.get(f"{CLAUSES}?q=prazo").content.decode().replace("\xa0", " ")
    assert "pelo menos R$ 1.500,00 ou o cliente é pessoa física" in page and "em 1 modelo" in page


def test_a_field_that_no_template_can_have_is_told_when_it_is_saved(browser: Client) -> None:
    body = "<p>{{multa diária}}, {{cliente.idade}}, {{multa_por_extenso}}, {{cliente.nome}}.</p>"
    page = browser.post(f"{CLAUSES}nova/", TYPED | {"body": body}, follow=True).content.decode()
    assert "nada é enviado com eles: {{multa diária}}, {{cliente.idade}}. Corrija" in page


def test_a_wrong_condition_is_told_and_what_was_typed_kept(browser: Client, clause: Clause) -> None:
    answer = browser.post(f"{CLAUSES}{clause.pk}/", TYPED | {"kind-2": "state_in", "value-2": "Bahia"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "siglas das UFs" in page and 'value="Bahia"' in page
    assert Clause.objects.get().number == 1


def test_a_newer_version_is_offered_and_taken(browser: Client, clause: Clause, template: ContractTemplate) -> None:
    browser.post(f"{CLAUSES}{clause.pk}/", TYPED | {"body": "<p>Trinta meses.</p>"})
    page = browser.get(f"{TEMPLATES}{template.pk}/").content.decode()
    assert "Doze meses." in page and "Passar para a versão 2" in page
    assert "Passar para a versão 2" in browser.get(f"{CLAUSES}{clause.pk}/").content.decode()
    browser.post(f"{TEMPLATES}{template.pk}/clausulas/garantia/")
    page = browser.get(f"{TEMPLATES}{template.pk}/").content.decode()
    assert "Trinta meses." in page and "Passar para" not in page
    history = browser.get(f"{TEMPLATES}{template.pk}/versoes/2/").content.decode()
    assert "<del>versão 1</del> <ins>versão 2</ins>" in history


def test_the_trial_shows_which_entered_and_why(
    browser: Client, template: ContractTemplate, padaria: Customer, bruno: Member, now: datetime
) -> None:
    number = draft(padaria, bruno, now).proposal.number
    page = browser.get(f"{TEMPLATES}{template.pk}/ensaio/?proposta={number}").content.decode().replace("\xa0", " ")
    assert "não entra" in page and "o cliente é pessoa física (não)" in page and "Doze meses" not in page


def test_the_editors_offer_the_library(browser: Client, clause: Clause) -> None:
    assert "{{clausula.garantia}}" in browser.get(f"{TEMPLATES}novo/").content.decode()
    browser.post(f"{CLAUSES}{clause.pk}/arquivamento/")
    assert "{{clausula.garantia}}" not in browser.get(f"{TEMPLATES}novo/").content.decode()
