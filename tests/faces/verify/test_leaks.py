"""Nothing of people and prices leaves by the public pages, whoever asks and however the sale stands."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.people.models import Member, User
from aceite.core.proposals.models import Proposal
from aceite.faces.verify import access
from aceite.kit.codes import format_code
from tests.core.signatures.test_improving import stamped_later
from tests.jobs import run_jobs
from tests.stamping import stamping
from tests.walk import OVEN, approved, contracts_of, draft_for, fresh, ordered, sent, signed, with_contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole_sale(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, helena: PanelUser) -> Proposal:
    """From the draft to the order, with a contract that two parties and a witness signed, and every file filed."""
    cache.clear()
    at = timezone.now() - timedelta(minutes=5)
    proposal = draft_for(padaria, bruno, at, introduction="Conforme nossa visita.", delivery_place="Doca dos fundos")
    with_contract(proposal, bruno, at, carla, gil, witness=helena, title="Fornecimento secreto")
    sale = sent(proposal, bruno, at)
    signed(sale, carla, gil, helena, at=at)
    approved(fresh(sale), carla, at)
    ordered(fresh(sale), bruno, at)
    run_jobs()
    return fresh(sale)


def codes(sale: Proposal) -> list[str]:
    assert sale.shown is not None
    return [sale.shown.code, *contracts_of(sale).values_list("code", flat=True)]


def pages(sale: Proposal) -> Iterator[str]:
    """Every public page that says anything of the sale."""
    for code in codes(sale):
        yield Client().get(f"/verificar/{format_code(code)}/").content.decode()
    for sha256 in Document.objects.filter(content_type="application/pdf").values_list("sha256", flat=True):
        yield Client().post("/verificar/arquivo/", {"sha256": sha256}).content.decode()
    yield Client().get("/.well-known/aceite-selo.json").content.decode()


def personal() -> set[str]:
    """All that the cast has told about itself, and what was agreed."""
    people = PanelUser.objects.values_list("name", "email", "cpf")
    shops = Customer.objects.values_list("name", "taxid", "email", "phone", "zip_code", "street", "city")
    team = [*Member.objects.values_list("name", "email"), *User.objects.values_list("name", "email")]
    rows = [*people, *shops, *team]
    sale = (
        "Cozinha da loja 2",
        "Fornecimento secreto",
        "Conforme nossa visita",
        "Doca dos fundos",
        OVEN.name,
        OVEN.note,
    )
    money = ("R$", "38.900", "38900")
    return {value for row in rows for value in row if value} | {*sale, *money}


def is_told(value: str, words: str) -> bool:
    """Whether it stands there as a word, or its figures among all figures."""
    figures = re.sub(r"\D", "", words)
    return bool(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", words)) or (len(value) == 11 and value in figures)


def test_no_page_tells_of_people_or_prices(whole_sale: Proposal) -> None:
    shown = list(pages(whole_sale))
    assert len(shown) > 5 and sum("Carla N." in page for page in shown) >= 2
    for page in shown:
        words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        assert [value for value in personal() if is_told(value, words)] == []


def test_every_page_is_kept_from_search_engines_and_caches_nothing_private(whole_sale: Proposal) -> None:
    shown = list(pages(whole_sale))
    assert len([page for page in shown if not page.startswith("{")]) > 5
    for page in shown:
        assert page.startswith("{") or '<meta name="robots" content="noindex">' in page


def test_known_and_unknown_ask_the_same_questions_of_the_same_tables(whole_sale: Proposal) -> None:
    """No clock is needed: what takes the time is the same, query by query."""

    def asked(code: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            access.by_code(code)
        return [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries.captured_queries]

    unknown = asked("0" * 16)
    assert len(unknown) >= 4
    assert [code for code in codes(whole_sale) if asked(code) != unknown] == []


def test_unknown_codes_get_one_and_the_same_answer(whole_sale: Proposal) -> None:
    never, draft_only = "0000-0000-0000-0000", "7777-7777-7777-7777"
    texts = {
        re.sub(r"nonce-[\w+/=-]+|csrfmiddlewaretoken[^>]+", "", Client().get(f"/verificar/{code}/").content.decode())
        .replace(code, "")
        for code in (never, draft_only)
    }  # fmt: skip
    assert len(texts) == 1


def test_a_former_form_of_a_sealed_file_is_still_known(whole_sale: Proposal, settings: Any, tmp_path: Path) -> None:
    former = contracts_of(whole_sale).get().signed_file
    with stamping(settings, tmp_path):
        stamped_later()
    newest = contracts_of(whole_sale).get().signed_file
    assert former is not None and newest is not None and former != newest
    for document, words in (
        (former, "uma forma anterior do que foi selado"),
        (newest, "o contrato com as assinaturas"),
    ):
        assert words in Client().post("/verificar/arquivo/", {"sha256": document.sha256}).content.decode()
