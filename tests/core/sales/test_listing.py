"""The list of sales: state at now, who blocks, filters, and the same number of queries for one row or many."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from aceite.core.contracts.copies import refuse_copy
from aceite.core.contracts.models import SignedCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.sales.listing import Filters, SaleRow, sales_page, state_counts
from aceite.core.sales.timeline import panel_timeline, timeline
from tests.walk import approved, copied, declined, draft_for, fresh, order_for, sent, sent_for, signed, with_contract

EVERY = Proposal.objects.all


def the_row(proposal: Proposal, at: datetime) -> SaleRow:
    return next(row for row in sales_page(EVERY(), Filters(), at=at).rows if row.proposal == proposal)


def whose_turn(proposal: Proposal, at: datetime) -> tuple[str, str, tuple[str, ...]] | None:
    waiting = the_row(proposal, at).waiting
    return (waiting.side, str(waiting.what), waiting.people) if waiting else None


@pytest.fixture
def with_a_contract(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Proposal:
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla, gil)
    return sent(draft, bruno, now)


def test_turns_of_a_sale(with_a_contract: Proposal, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    assert whose_turn(with_a_contract, now) == ("customer", "Assinar", (carla.name, gil.name))
    signed(with_a_contract, carla, at=now)
    assert whose_turn(with_a_contract, now) == ("customer", "Assinar", (gil.name,))
    signed(with_a_contract, gil, at=now)
    assert whose_turn(with_a_contract, now) == ("customer", "Aprovar", (carla.name,))
    ask(fresh(with_a_contract), "E o frete?", by=gil, at=now)
    assert whose_turn(with_a_contract, now) == ("vendor", "Responder à pergunta", ())


def test_refused_copy_is_shown(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla, requirement="manual")
    sent(draft, bruno, now)
    assert whose_turn(draft, now) == ("customer", "Enviar a via assinada", ())
    [copy] = copied(draft, carla, now)
    assert the_row(draft, now).copy_state == "to_check"
    approved(draft, carla, now)
    refuse_copy(copy, reason="Ilegível", by=bruno, at=now)
    assert the_row(draft, now).copy_state == "refused"
    assert whose_turn(draft, now) == ("customer", "Enviar outra via assinada", ())


def test_a_copy_asks_for_nothing_once_its_sale_came_to_an_end(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla, requirement="manual")
    sale = sent(draft, bruno, now)
    copied(sale, carla, now)
    assert list(SignedCopy.objects.to_check(now)) == list(SignedCopy.objects.all())
    declined(sale, carla, now)
    assert the_row(sale, now).copy_state == ""
    assert not SignedCopy.objects.to_check(now).exists()


def test_days_are_counted_in_the_companys_zone(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, datetime.fromisoformat("2026-11-24T23:50:00-03:00"))
    waiting = the_row(sale, datetime.fromisoformat("2026-11-25T00:10:00-03:00")).waiting
    assert waiting is not None and waiting.days == 1


def test_state_follows_from_the_clock(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    sale, late = sent_for(padaria, bruno, now), now + timedelta(days=30)
    assert the_row(sale, late).state == "expired"
    assert whose_turn(sale, late) == ("vendor", "Prorrogar ou revisar", ())
    assert state_counts(EVERY(), at=late)["expired"] == 1 and state_counts(EVERY(), at=late)["sent"] == 0
    assert sales_page(EVERY(), Filters(state="sent"), at=late).count == 0
    assert sales_page(EVERY(), Filters(waiting="vendor"), at=late).count == 1


def test_filters_sorting_and_sums(
    padaria: Customer, joana: Customer, bruno: Member, ana: Member, carla: PanelUser, now: datetime
) -> None:
    draft_for(padaria, bruno, now)
    draft_for(joana, ana, now)
    sent_for(padaria, bruno, now)
    found = {
        "joana": sales_page(EVERY(), Filters(text="JOANA"), at=now).count,
        "hers": sales_page(EVERY(), Filters(seller_id=ana.pk), at=now).count,
        "sent": sales_page(EVERY(), Filters(sent_from=date(2026, 11, 24), sent_to=date(2026, 11, 24)), at=now).count,
        "later": sales_page(EVERY(), Filters(sent_from=date(2026, 11, 25)), at=now).count,
        "strange": sales_page(EVERY(), Filters(state="paid"), at=now).count,
    }
    assert found == {"joana": 1, "hers": 1, "sent": 1, "later": 0, "strange": 0}
    page = sales_page(EVERY(), Filters(sort="customer", size=2, page=9), at=now)
    assert (page.page, page.pages, page.count, str(page.total)) == (2, 2, 3, "116700.00")
    assert state_counts(EVERY(), at=now)["draft"] == 2


def test_queries_do_not_grow_with_the_rows(
    padaria: Customer,
    joana: Customer,
    bruno: Member,
    carla: PanelUser,
    joana_herself: PanelUser,
    with_a_contract: Proposal,
    now: datetime,
    django_assert_num_queries: Any,
) -> None:
    order_for(padaria, bruno, carla, now)
    declined(sent_for(padaria, bruno, now), carla, now)
    sent_for(joana, bruno, now)
    with django_assert_num_queries(9):
        few = sales_page(EVERY(), Filters(), at=now)
    for customer, person in ((padaria, carla), (joana, joana_herself)):
        order_for(customer, bruno, person, now)
        draft_for(customer, bruno, now)
        ask(sent_for(customer, bruno, now), "E o prazo?", by=person, at=now)
    with django_assert_num_queries(9):
        many = sales_page(EVERY(), Filters(), at=now)
    assert (len(few.rows), len(many.rows)) == (4, 10)


def test_timeline_in_plain_words(
    with_a_contract: Proposal, carla: PanelUser, gil: PanelUser, now: datetime, django_assert_num_queries: Any
) -> None:
    signed(with_a_contract, carla, gil, at=now)
    approved(with_a_contract, carla, now, note="Pela manhã")
    with django_assert_num_queries(5):
        rows = timeline(with_a_contract)
    newest = rows[0]
    assert (newest.words, newest.who, newest.side) == ("Proposta aprovada", carla.name, "customer")
    assert newest.detail == "versão 1 · Pela manhã"
    assert "Fornecimento" in next(row.detail for row in rows if row.kind == "contract.signed")
    assert [row.seq for row in rows] == sorted((row.seq for row in rows), reverse=True)
    assert "proposal.created" not in {row.kind for row in panel_timeline(with_a_contract)}
