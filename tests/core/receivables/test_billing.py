"""Notas and boletos go with an order, are judged at the door, and are taken back."""

from dataclasses import replace
from datetime import datetime

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.billing import Billed, NoOrder, add_file, remove_file
from aceite.core.receivables.models import BilledFile
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.core.contracts.scans import photo, scanned_pdf
from tests.walk import order_for, paid_in, sent_for

XML = Billed("NFe-123.xml", b"\xef\xbb\xbf<?xml version='1.0'?><nfeProc/>")


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """An order paid by one instalment."""
    return order_for(padaria, bruno, carla, now, instalments=paid_in("38900", now)).proposal


def test_a_nota_is_given_once_and_stands_in_the_trail(sale: Proposal, bruno: Member, now: datetime) -> None:
    first, second = (add_file(sale, replace(XML, number=1), by=bruno, at=now) for _ in range(2))
    assert first == second and first.document.content_type == "application/xml"
    event = Event.objects.get(kind="invoice.added")
    assert (event.data["number"], event.data["sha256"]) == (1, first.document.sha256)


def test_a_pdf_that_opens_is_taken(sale: Proposal, bruno: Member, now: datetime) -> None:
    assert add_file(sale, Billed("boleto.pdf", scanned_pdf(photo()), "boleto"), by=bruno, at=now).kind == "boleto"


def test_what_was_taken_back_can_be_given_again(sale: Proposal, bruno: Member, now: datetime) -> None:
    file = add_file(sale, XML, by=bruno, at=now)
    for _ in range(2):
        remove_file(file, by=bruno, at=now)
    assert not BilledFile.objects.of_sale(sale).exists()
    assert Event.objects.filter(kind="invoice.removed").count() == 1
    assert add_file(sale, XML, by=bruno, at=now) != file


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Billed("nota.exe", b"MZ"), "file"), (Billed("nota.pdf", b"<html>"), "file"),
        (Billed("nota.xml", b"%PDF-"), "file"), (Billed("nota.pdf", b"%PDF-1.7 quebrado"), "file"),
        (Billed("nota.xml", b""), "file"),
        (replace(XML, kind="recibo"), "kind"), (replace(XML, number=7), "number"),
        (replace(XML, name="a\u202e.xml"), "file"), (Billed("nota", b"<"), "file"),
    ],
)  # fmt: skip
def test_what_is_no_nota_is_refused_by_its_field(
    sale: Proposal, bruno: Member, now: datetime, given: Billed, field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        add_file(sale, given, by=bruno, at=now)
    assert refused.value.field == field and not BilledFile.objects.exists()


def test_only_an_order_is_billed_and_only_by_those_who_may(
    sale: Proposal, padaria: Customer, bruno: Member, iris: Member, eva: Member, carla: PanelUser, now: datetime
) -> None:
    with pytest.raises(NoOrder):
        add_file(sent_for(padaria, bruno, now), XML, by=bruno, at=now)
    for by in (iris, eva, carla):
        with pytest.raises(NotAllowed):
            add_file(sale, XML, by=by, at=now)
