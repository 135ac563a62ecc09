"""The history of a template, and trying it out, as pages."""

from datetime import datetime

import pytest

from aceite.core.contracts.models import ContractTemplate
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from tests.clients import client_of
from tests.core.contracts.sent import draft

TEMPLATES = "/aurora/gestao/modelos/"


@pytest.fixture
def template(bruno: Member, now: datetime) -> ContractTemplate:
    """Saved twice."""
    first = Text("Fornecimento", "<p>Prazo de dez dias.</p>", "digital")
    made = save_template(first, company=bruno.company, by=bruno, at=now)
    second = Text("Fornecimento e <obra>", "<p>Prazo de trinta dias, {{cliente.nome}}.</p>", "manual")
    return save_template(second, template=made, company=bruno.company, by=bruno, at=now)


def test_the_history_shows_what_changed(template: ContractTemplate, bruno: Member) -> None:
    browser = client_of(bruno)
    assert "+3 palavras" in browser.get(f"{TEMPLATES}{template.pk}/versoes/").content.decode()
    page = browser.get(f"{TEMPLATES}{template.pk}/versoes/2/").content.decode()
    assert "<del>dez</del><ins>trinta</ins>" in page and "<ins>Fornecimento e &lt;obra&gt;</ins>" in page


def test_the_newest_version_needs_no_way_back(template: ContractTemplate, bruno: Member) -> None:
    browser = client_of(bruno)
    assert "versoes/2/volta/" not in browser.get(f"{TEMPLATES}{template.pk}/versoes/2/").content.decode()
    assert browser.get(f"{TEMPLATES}{template.pk}/versoes/9/").status_code == 404
    browser.post(f"{TEMPLATES}{template.pk}/versoes/1/volta/")
    template.refresh_from_db()
    assert template.body == "<p>Prazo de dez dias.</p>"


def test_a_template_is_tried_with_a_chosen_proposal(
    template: ContractTemplate, padaria: Customer, bruno: Member, now: datetime
) -> None:
    number = draft(padaria, bruno, now).proposal.number
    browser = client_of(bruno)
    assert f"?proposta={number}" in browser.get(f"{TEMPLATES}{template.pk}/ensaio/").content.decode()
    page = browser.get(f"{TEMPLATES}{template.pk}/ensaio/?proposta={number}").content.decode()
    assert "Prazo de trinta dias, Padaria Central Ltda." in page and "Todos os campos têm valor" in page
    pictured = browser.get(f"{TEMPLATES}{template.pk}/ensaio/{number}/").content.decode()
    assert pictured.count("data:image/webp;base64,") == 1
    assert browser.get(f"{TEMPLATES}{template.pk}/ensaio/{number}/pdf/").content.startswith(b"%PDF")


def test_a_stranger_sees_no_history(template: ContractTemplate, eva: Member) -> None:
    assert client_of(eva).get(f"{TEMPLATES}{template.pk}/versoes/1/").status_code == 404
