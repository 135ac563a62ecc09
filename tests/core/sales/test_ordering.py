"""The order: once, with its own number, never past a refused copy without a manager's reason; and out to others."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from aceite.core.contracts.copies import accept_copy, refuse_copy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotNow
from aceite.core.sales.exporting import order_bytes, order_csv, orders_csv
from aceite.core.sales.filtering import Filters
from aceite.core.sales.list_files import sales_csv
from aceite.core.sales.models import Approval, Order
from aceite.core.sales.ordering import CopyRefused, copy_problem, make_order
from aceite.core.sales.reasons import ReasonNeeded
from aceite.core.sales.tasks import file_the_approval, print_the_order
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.pdf.pages import page_count, text
from tests.jobs import run_jobs
from tests.walk import (
    FITTING,
    OVEN,
    approved,
    copied,
    draft_for,
    fresh,
    order_for,
    ordered,
    paid_in,
    sent,
    sent_for,
    with_contract,
)


@pytest.fixture
def proposal(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    sale = sent_for(padaria, bruno, now, lines=(OVEN, FITTING), discount_kind="percent", discount_value=Decimal(10))
    approved(sale, carla, now, customer_order_number="OC-77")
    return sale


@pytest.fixture
def refused(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Approved, and then its copy was refused."""
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla, requirement="manual")
    sent(draft, bruno, now)
    [copy] = copied(draft, carla, now)
    approved(draft, carla, now)
    refuse_copy(copy, reason="Falta a página 2", by=bruno, at=now)
    return draft


def test_made_twice_is_one_order(proposal: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    first, second = ordered(proposal, bruno, now), ordered(proposal, marcos, now)
    assert first.pk == second.pk and first.number == "PED2026-0001" and second.made_by == bruno
    assert Event.objects.filter(kind="order.made").count() == 1


def test_orders_have_a_series_of_their_own(
    padaria: Customer, bruno: Member, carla: PanelUser, proposal: Proposal, now: datetime
) -> None:
    sent_for(padaria, bruno, now)
    order = order_for(padaria, bruno, carla, now)
    assert (order.number, order.proposal.number) == ("PED2026-0001", "2026-0003")
    assert ordered(proposal, bruno, now).number == "PED2026-0002"


def test_only_an_approved_sale_becomes_an_order(
    padaria: Customer, bruno: Member, carla: PanelUser, iris: Member, proposal: Proposal, now: datetime
) -> None:
    with pytest.raises(NotNow):
        ordered(sent_for(padaria, bruno, now), bruno, now)
    for somebody in (iris, carla):
        with pytest.raises(NotAllowed):
            make_order(proposal, by=somebody, at=now)


def test_refused_copy_needs_a_manager_and_a_reason(
    refused: Proposal, bruno: Member, marcos: Member, now: datetime
) -> None:
    assert [contract.title for contract in copy_problem(fresh(refused))] == ["Fornecimento"]
    with pytest.raises(CopyRefused):
        ordered(refused, bruno, now)
    with pytest.raises(ReasonNeeded):
        ordered(refused, marcos, now)
    order = make_order(refused, without_copy_reason="Cliente de dez anos", by=marcos, at=now)
    assert order.without_copy_reason == "Cliente de dez anos"


def test_an_accepted_copy_opens_the_way(refused: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    [copy] = copied(refused, carla, now + timedelta(seconds=5))
    accept_copy(copy, by=bruno, at=now)
    assert ordered(refused, bruno, now).without_copy_reason == ""


def test_approval_is_filed_as_p_and_one_page_more(proposal: Proposal, now: datetime) -> None:
    run_jobs(at=now)
    approval = Approval.objects.select_related("version__paper", "file").get()
    assert approval.file is not None and approval.version.paper is not None
    filed, paper = read(approval.file), read(approval.version.paper)
    assert filed.startswith(paper) and page_count(filed) == page_count(paper) + 1
    words = text(filed)
    assert "Carla Nogueira" in words and "Aprovou" in words
    assert approval.version.paper.sha256 in "".join(words.split())
    assert Event.objects.filter(kind="approval.filed").count() == 1


def test_order_is_printed(proposal: Proposal, bruno: Member, now: datetime) -> None:
    ordered(proposal, bruno, now)
    run_jobs(at=now)
    paper = Order.objects.get().paper
    assert paper is not None
    words = text(read(paper))
    assert "PED2026-0001" in words and "OC-77" in words and "Forno combinado" in words


def test_order_as_json_adds_up(proposal: Proposal, bruno: Member, now: datetime) -> None:
    exported = json.loads(order_bytes(ordered(proposal, bruno, now)))
    totals = exported["totals"]
    lines = sum(Decimal(line["total"]) - Decimal(line["share_of_discount"]) for line in exported["lines"])
    assert lines == Decimal(totals["subtotal"]) - Decimal(totals["discount"]) == Decimal(totals["total"])
    assert exported["lines"][1]["quantity"] == "1.5000" and exported["customer"]["taxid"] == "12ABC34501DE35"


def test_order_as_csv_opens_in_a_brazilian_excel(proposal: Proposal, bruno: Member, now: datetime) -> None:
    order = ordered(proposal, bruno, now)
    written = b"".join(order_csv(order)).decode("utf-8-sig")
    assert written == b"".join(orders_csv(Order.objects.all())).decode("utf-8-sig")
    row = written.splitlines()[2].split(";")
    assert row[:2] == ["PED2026-0001", "24/11/2026 12:00"] and row[-10:-7] == ["1,5", "h", "300"]


def test_list_as_csv(proposal: Proposal, padaria: Customer, bruno: Member, now: datetime) -> None:
    sent_for(padaria, bruno, now, lines=(OVEN,), instalments=paid_in("38900", now))
    written = b"".join(sales_csv(Proposal.objects.all(), Filters(), at=now)).decode("utf-8-sig")
    head, newest, oldest = written.splitlines()
    assert newest.startswith("2026-0002;Cozinha da loja 2;") and "Cliente;Aprovar;0" in newest
    assert "Aprovado" in oldest and "Empresa;Fazer o pedido" in oldest
    assert head.split(";")[5] == "Situação"
    ordered(proposal, bruno, now + timedelta(days=7))
    told = b"".join(sales_csv(Proposal.objects.all(), Filters(state="order"), at=now)).decode("utf-8-sig")
    days = dict(zip(head.split(";"), told.splitlines()[1].split(";"), strict=True))
    assert (days["Aprovada em"], days["Pedido em"]) == ("24/11/2026 12:00", "01/12/2026 12:00")


def test_papers_made_twice_are_one(proposal: Proposal, bruno: Member, now: datetime) -> None:
    order = ordered(proposal, bruno, now)
    for _ in range(2):
        file_the_approval.call(company_id=proposal.company_id, approval_id=Approval.objects.get().pk)
        print_the_order.call(company_id=proposal.company_id, order_id=order.pk)
    assert Event.objects.filter(kind="approval.filed").count() == 1
    assert Document.objects.filter(content_type="application/pdf").count() == 3
