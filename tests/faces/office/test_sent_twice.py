"""A form that makes something, sent twice without scripts, makes it once; what says something else is another."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client

from aceite.core.blueprints.library import Block
from aceite.core.clearances.models import Rule
from aceite.core.contracts.clauses import Clause
from aceite.core.contracts.models import Contract, ContractTemplate
from aceite.core.contracts.printing import print_contract
from aceite.core.contracts.registering import save_registered
from aceite.core.contracts.templates import save_template
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer
from aceite.core.documents.models import Document
from aceite.core.imports.models import Import
from aceite.core.people.models import Member
from tests.clients import client_of
from tests.walk import draft_for

pytestmark = pytest.mark.usefixtures("clock")

OFFICE = "/aurora/gestao/"
TEXT = Text("Fornecimento", "<p>Objeto.</p>", "digital")
WRITTEN = {"title": "Garantia", "body": "<p>Doze meses.</p>", "requirement": "digital", "level": "simple"}
CLAUSE = {"title": "Garantia", "body": "<p>Doze meses.</p>", "tags": "", "join": "all"}
BLOCK = {"title": "Quem somos", "body": "<p>Desde 1998.</p>", "kind": "about"}


@pytest.fixture
def browser(ana: Member) -> Client:
    return client_of(ana)


def keyed(browser: Client, address: str) -> dict[str, str]:
    found = re.search(r'name="key" value="([^"]+)"', browser.get(address).content.decode())
    assert found is not None
    return {"key": found[1]}


def made_of(browser: Client, address: str, fields: dict[str, Any], rows: "QuerySet[Any]") -> list[int]:
    """How many there are after the form was sent, sent again, sent with another title, and opened anew."""
    before, counts = rows.count(), []
    key = keyed(browser, address)
    for posted in (fields | key, fields | key, fields | key | {"title": "Outra"}, fields | keyed(browser, address)):
        assert browser.post(address, posted).status_code == 302
        counts.append(rows.count() - before)
    return counts


@pytest.mark.parametrize(
    ("address", "fields", "rows"),
    [
        ("clausulas/nova/", CLAUSE, Clause.objects.all),
        ("blocos/novo/", BLOCK, Block.objects.all),
        ("modelos/novo/", WRITTEN, ContractTemplate.objects.all),
        ("contratos/novo/", WRITTEN | {"revision": 0}, Contract.objects.all),
    ],
)
def test_what_a_library_holds(
    browser: Client, address: str, fields: dict[str, Any], rows: "Callable[[], QuerySet[Any]]"
) -> None:
    assert made_of(browser, OFFICE + address, fields, rows()) == [1, 1, 2, 3]


def test_a_contract_put_into_a_proposal(browser: Client, padaria: Customer, ana: Member, now: datetime) -> None:
    given: dict[str, Any] = {"company": ana.company, "by": ana, "at": now}
    template, registered = save_template(TEXT, **given), save_registered(TEXT, **given)
    draft = draft_for(padaria, ana, now)
    rows = Contract.objects.filter(version=draft.current)
    address = f"{OFFICE}vendas/{draft.number}/contratos/novo/?de="
    assert made_of(browser, f"{address}escrever", WRITTEN, rows) == [1, 1, 2, 3]
    for way, chosen in (("modelo", {"template": template.pk}), ("avulso", {"registered": registered.pk})):
        before, key = rows.count(), keyed(browser, address + way)
        for _time in range(2):
            assert browser.post(address + way, chosen | key).status_code == 302
        assert rows.count() == before + 1


def test_a_file_put_into_a_proposal(browser: Client, padaria: Customer, ana: Member, now: datetime) -> None:
    draft = draft_for(padaria, ana, now)
    address = f"{OFFICE}vendas/{draft.number}/contratos/novo/?de=pdf"
    key, kept = keyed(browser, address), set[int]()
    printed = print_contract(save_registered(TEXT, company=ana.company, by=ana, at=now), at=now)
    for _time in range(2):
        file = SimpleUploadedFile("contrato.pdf", printed, "application/pdf")
        sent = {"file": file, "title": "Do cliente", "requirement": "digital", "level": "simple"} | key
        assert browser.post(address, sent).status_code == 302
        kept = kept or set(Document.objects.values_list("pk", flat=True))
    assert Contract.objects.filter(version=draft.current).get().uploaded is not None
    assert set(Document.objects.values_list("pk", flat=True)) == kept


def test_a_spreadsheet_to_be_taken_in(browser: Client) -> None:
    address, counts = f"{OFFICE}clientes/importacao/", []
    key = keyed(browser, address)
    for rows, form in (("A", key), ("A", key), ("B", key), ("A", keyed(browser, address))):
        file = SimpleUploadedFile("clientes.csv", f"CNPJ;Nome\r\n19131243000197;{rows}".encode(), "text/csv")
        assert browser.post(address, {"file": file} | form).status_code == 302
        counts.append(Import.objects.count())
    assert counts == [1, 1, 2, 3]


def test_a_rule_that_says_the_same_is_no_second_one(browser: Client) -> None:
    said = {"measure": "total", "limit": "50.000,00", "whose": "seller", "who": "managers"}
    for _time in range(2):
        assert browser.post(f"{OFFICE}aprovacoes/regras/nova/", said).status_code == 302
    assert Rule.objects.count() == 1
