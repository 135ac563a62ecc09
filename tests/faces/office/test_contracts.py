"""Contract templates and the register of contracts."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from aceite.core.contracts.models import Contract, ContractTemplate
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.kit.pdf.typesetting import TooHeavy
from tests.clients import client_of
from tests.core.contracts.sent import add_contract, draft

TEMPLATES = "/aurora/gestao/modelos/"
CONTRACTS = "/aurora/gestao/contratos/"
TYPED = {
    "title": "Prestação de serviços",
    "body": "<p>Entre {{cliente.nome}} e nós.</p>",
    "requirement": "digital",
    "level": "simple",
}


@pytest.fixture
def browser(bruno: Member) -> Client:
    """Bruno's browser."""
    return client_of(bruno)


@pytest.fixture
def template(browser: Client) -> ContractTemplate:
    """A template Bruno wrote."""
    browser.post(f"{TEMPLATES}novo/", TYPED)
    return ContractTemplate.objects.get()


@pytest.fixture
def contract(browser: Client, padaria: Customer) -> Contract:
    """A contract Bruno registered for Padaria Central."""
    browser.post(f"{CONTRACTS}novo/", TYPED | {"customer": padaria.pk, "revision": 0})
    return Contract.objects.get()


def test_a_template_shows_what_will_stand_in_each_field(browser: Client, template: ContractTemplate) -> None:
    page = browser.get(f"{TEMPLATES}{template.pk}/").content.decode()
    assert "Entre [Cliente: nome ou razão social] e nós." in page


def test_the_editor_offers_the_fields_by_what_they_speak_of(browser: Client, template: ContractTemplate) -> None:
    page = browser.get(f"{TEMPLATES}{template.pk}/editar/").content.decode()
    assert "{{proposta.total_por_extenso}}" in page


@pytest.mark.parametrize("field", ["{{cliente.apelido}}", "{{multa diária}}"])
def test_a_field_that_does_not_exist_is_told(browser: Client, template: ContractTemplate, field: str) -> None:
    browser.post(f"{TEMPLATES}{template.pk}/editar/", TYPED | {"body": f"<p>Em {field}.</p>"})
    page = browser.get(f"{TEMPLATES}{template.pk}/").content.decode()
    assert f"nada é enviado com eles: {field}." in page


def test_a_field_that_does_not_exist_is_told_of_a_contract_outside_any_proposal_too(
    browser: Client, contract: Contract, padaria: Customer
) -> None:
    address = f"{CONTRACTS}{contract.pk}/editar/"
    typed = TYPED | {"customer": padaria.pk, "revision": contract.revision, "body": "<p>{{multa diária}} {{hoje}}</p>"}
    page = browser.post(address, typed, follow=True).content.decode()
    assert "nada é enviado com eles: {{multa diária}}. Corrija" in page


def test_what_runs_is_taken_out_of_a_template(browser: Client, template: ContractTemplate) -> None:
    body = '<p onclick="x()">Texto</p><script>alert(1)</script>'
    browser.post(f"{TEMPLATES}{template.pk}/editar/", TYPED | {"body": body})
    template.refresh_from_db()
    assert template.body == "<p>Texto</p>"


def test_an_empty_text_is_told_and_the_title_stays(browser: Client) -> None:
    answer = browser.post(f"{TEMPLATES}novo/", TYPED | {"body": "<p> </p>"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["body"]
    assert "Prestação de serviços" in answer.content.decode()


def test_templates_are_found_by_title_and_archived(browser: Client, template: ContractTemplate) -> None:
    assert "Prestação" in browser.get(f"{TEMPLATES}?q=prestacao").content.decode()
    assert "Nenhum modelo com este filtro" in browser.get(f"{TEMPLATES}?assinatura=manual").content.decode()
    browser.post(f"{TEMPLATES}{template.pk}/arquivamento/")
    assert "Prestação" not in browser.get(TEMPLATES).content.decode()
    assert "Prestação" in browser.get(f"{TEMPLATES}?situacao=arquivados").content.decode()


def test_a_contract_is_registered_for_a_customer(browser: Client, contract: Contract, padaria: Customer) -> None:
    assert contract.customer == padaria
    page = browser.get(CONTRACTS).content.decode()
    assert "Prestação de serviços" in page
    assert "Padaria Central" in page
    assert browser.get(f"{CONTRACTS}?onde=propostas").status_code == 200


def test_contracts_in_proposals_are_found_by_status(
    browser: Client, padaria: Customer, bruno: Member, now: datetime, django_assert_max_num_queries: Any
) -> None:
    version = draft(padaria, bruno, now)
    add_contract(version)
    with django_assert_max_num_queries(18) as short:
        assert version.proposal.number in browser.get(f"{CONTRACTS}?onde=propostas").content.decode()
    add_contract(version)
    add_contract(version)
    with django_assert_max_num_queries(len(short)):
        browser.get(f"{CONTRACTS}?onde=propostas&situacao=draft")
    assert version.proposal.number not in browser.get(f"{CONTRACTS}?onde=propostas&situacao=pending").content.decode()


def test_who_saves_second_is_told_and_keeps_the_text(browser: Client, contract: Contract) -> None:
    place = f"{CONTRACTS}{contract.pk}/editar/"
    opened = browser.get(place).context["form"]["revision"].value()
    first = TYPED | {"revision": opened, "body": "<p>Primeiro</p>"}
    assert browser.post(place, first).status_code == 302
    second = browser.post(place, first | {"body": "<p>Segundo</p>"})
    assert second.status_code == 422
    assert "Segundo" in second.content.decode()
    contract.refresh_from_db()
    assert contract.body == "<p>Primeiro</p>"


def test_a_contract_is_printed(browser: Client, contract: Contract) -> None:
    answer = browser.get(f"{CONTRACTS}{contract.pk}/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_a_contract_too_heavy_to_print_says_so(
    browser: Client, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_heavy(*_args: object, **_more: object) -> bytes:
        raise TooHeavy("O documento é grande demais.")

    monkeypatch.setattr("aceite.faces.office.contracts.print_contract", too_heavy)
    page = browser.get(f"{CONTRACTS}{contract.pk}/pdf/", follow=True).content.decode()
    assert "O documento é grande demais." in page
