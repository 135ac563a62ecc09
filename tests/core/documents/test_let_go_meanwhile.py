"""A file that is let go elsewhere while a verb is about to name it is there all the same."""

from datetime import datetime

import pytest
from django.db import transaction

from aceite.core.contracts import uploading
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.receivables import billing
from aceite.core.sales import delivering
from aceite.core.tickets import writing
from aceite.core.tickets.files import Given
from tests.core.contracts.brought import brought, plain
from tests.overtaking import just_before, whole
from tests.walk import draft_for, order_for


@pytest.fixture
def order(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return order_for(padaria, bruno, carla, now).proposal


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch, now: datetime) -> "Meanwhile":
    return Meanwhile(monkeypatch, now)


class Meanwhile:
    """Whoever took the same bytes away somewhere else does so in the instant before this call."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
        self.monkeypatch, self.now = monkeypatch, now

    def before(self, room: object, name: str) -> None:
        """`room` calls this by that name, once its file is stored and before it is named."""
        just_before(self.monkeypatch, room, name, self._let_go)

    def _let_go(self) -> None:
        with transaction.atomic():
            let_go(Document.objects.values_list("pk", flat=True), at=self.now)


def test_a_nota(order: Proposal, bruno: Member, now: datetime, meanwhile: Meanwhile) -> None:
    meanwhile.before(billing, "lock_sale")
    nota = billing.Billed("nota.xml", b"<?xml version='1.0'?><nfe/>")
    assert whole(billing.add_file(order, nota, by=bruno, at=now).document)


def test_what_was_signed_at_the_delivery(order: Proposal, bruno: Member, now: datetime, meanwhile: Meanwhile) -> None:
    meanwhile.before(delivering, "lock_sale")
    given = delivering.Received(now.date(), "A porteira", "canhoto.pdf", plain())
    assert whole(delivering.record_delivery(order, given, by=bruno, at=now).document)


def test_files_beside_a_message(carla: PanelUser, now: datetime, meanwhile: Meanwhile) -> None:
    meanwhile.before(writing, "draw")
    words = writing.Words("Veja.", "k", [Given("a.txt", b"um"), Given("b.txt", b"dois")])
    ticket = writing.open_ticket("Entrega", words, about=None, by=carla, at=now)
    assert [whole(file.document) for file in ticket.messages.get().files.order_by("pk")] == [True, True]


def test_a_contract_that_is_brought(padaria: Customer, bruno: Member, now: datetime, meanwhile: Meanwhile) -> None:
    draft = draft_for(padaria, bruno, now)
    meanwhile.before(uploading, "lock_draft")
    contract = brought(draft, plain(), bruno, now)
    assert whole(contract.uploaded) and whole(contract.document)
