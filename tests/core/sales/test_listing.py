"""The list of sales: state at now, who blocks, filters, and the same number of queries for one row or many."""

from base64 import b64encode
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest

from aceite.core.catalog.models import Item
from aceite.core.contracts.copies import refuse_copy
from aceite.core.contracts.models import SignedCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Line, Proposal
from aceite.core.proposals.questions import ask
from aceite.core.proposals.tallies import Tallies
from aceite.core.sales import listing
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.deadlines import tell_deadline
from aceite.core.sales.filtering import SORTS, Filters, looked_up
from aceite.core.sales.list_files import sales_rows
from aceite.core.sales.listing import SaleRow, counts, every_row, sales_page
from aceite.core.sales.timeline import panel_timeline, timeline
from aceite.core.trail.actors import System
from tests.walk import (
    OVEN,
    approved,
    copied,
    declined,
    draft_for,
    fresh,
    order_for,
    sent,
    sent_for,
    signed,
    with_contract,
)

EVERY = Proposal.objects.all
# A place behind the customer named by half a letter.
HALF = b64encode(rb'[0,0,0,"\ud800",1,1]').decode()


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
    tallies = Tallies(padaria.company_id)
    assert set(counts(EVERY(), Filters(), tallies, at=late).by_state) == {"expired"}
    assert not sales_page(EVERY(), Filters(state="sent"), at=late).rows
    for told in (False, True):
        for filters in (
            Filters(state="expired"),
            Filters(waiting="vendor"),
            Filters(state="expired", waiting="vendor"),
        ):
            assert [row.number for row in sales_page(EVERY(), filters, at=late).rows] == [sale.number], (told, filters)
            assert counts(EVERY(), filters, tallies, at=late).chosen.count == 1
        tell_deadline(sale, by=System(sale.company_id), at=late)
    assert not sales_page(EVERY(), Filters(state="expired", waiting="customer"), at=late).rows


def test_filters_sorting_and_sums(
    padaria: Customer, joana: Customer, bruno: Member, ana: Member, carla: PanelUser, now: datetime
) -> None:
    draft_for(padaria, bruno, now)
    draft_for(joana, ana, now)
    sent_for(padaria, bruno, now)
    tallies = Tallies(padaria.company_id)
    day, next_day = date(2026, 11, 24), date(2026, 11, 25)
    for filters, expected in (
        (Filters(text="JOANA"), 1),
        (Filters(seller_id=ana.pk), 1),
        (Filters(sent_from=day, sent_to=day), 1),
        (Filters(sent_from=next_day), 0),
        (Filters(state="paid"), 0),
        (Filters(seller_id=bruno.pk, state="draft"), 1),
        (Filters(), 3),
    ):
        counted = counts(EVERY(), filters, tallies, at=now)
        assert len(sales_page(EVERY(), filters, at=now).rows) == counted.chosen.count == expected
    assert str(counts(EVERY(), Filters(), tallies, at=now).chosen.total) == "116700"
    assert counts(EVERY(), Filters(state="sent"), tallies, at=now).by_state["draft"].count == 2


@pytest.mark.parametrize("filters", [Filters(text="padaria"), Filters(text="padaria", state="draft")])
def test_what_many_hold_is_told_as_more_and_of_ones_own_is_counted(
    filters: Filters, padaria: Customer, bruno: Member, ana: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seller in (bruno, bruno, ana):
        draft_for(padaria, seller, now)
    monkeypatch.setattr(listing, "COUNTED", 2)
    assert counts(EVERY(), filters, Tallies(padaria.company_id), at=now).more
    own = counts(EVERY().filter(seller=ana), filters, Tallies(padaria.company_id, (ana.pk,)), at=now)
    assert not own.more and own.chosen.count == 1
    hers = counts(EVERY(), replace(filters, seller_id=ana.pk), Tallies(padaria.company_id), at=now)
    assert not hers.more and hers.chosen.count == 1


def test_an_item_of_many_answered_sales_is_told_as_more_without_counting(
    padaria: Customer,
    bruno: Member,
    carla: PanelUser,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
) -> None:
    item = Item.objects.create(company=padaria.company, code="F-1", name="Forno", price=1)
    lines = [replace(OVEN, item_id=item.pk)] * 2
    monkeypatch.setattr(listing, "COUNTED", 3)
    for _sale in range(3):
        order_for(padaria, bruno, carla, now, lines=lines)
    tallies, plain = Tallies(padaria.company_id), Filters(item_id=item.pk)
    # Three sales in six lines: told that they are few, and counted.
    assert counts(EVERY(), plain, tallies, at=now).chosen.count == 3
    draft_for(padaria, bruno, now, lines=lines)
    assert counts(EVERY(), plain, tallies, at=now).more
    declined(sent_for(padaria, bruno, now, lines=lines), carla, now)
    for filters in (plain, replace(plain, state="ganhas")):
        asked = looked_up(filters)
        with django_assert_num_queries(1) as said:
            assert counts(EVERY(), asked, tallies, at=now).more
        assert "itemtally" in said[0]["sql"]
    won = counts(EVERY(), replace(plain, state="ganhas", seller_id=bruno.pk), tallies, at=now)
    assert won.more
    hers = counts(EVERY().filter(seller=bruno), plain, Tallies(padaria.company_id, (bruno.pk,)), at=now)
    assert hers.more
    of_joana = counts(EVERY(), replace(plain, customer_id=padaria.pk + 1), tallies, at=now)
    assert not of_joana.more and of_joana.chosen.count == 0


def test_a_page_asks_the_index_once(
    padaria: Customer, bruno: Member, now: datetime, django_assert_num_queries: Any
) -> None:
    draft = draft_for(padaria, bruno, now)
    item = Item.objects.create(company=draft.company, code="F-1", name="Forno", price=1)
    Line.objects.filter(version__proposal=draft).update(item=item)
    for filters in (Filters(text="padaria"), Filters(item_id=item.pk)):
        with django_assert_num_queries(1):
            asked = looked_up(filters)
        assert looked_up(asked) == asked
        # One for the count, and for the page its keys and its rows with what stands beside them.
        with django_assert_num_queries(1):
            assert counts(EVERY(), asked, Tallies(padaria.company_id), at=now).chosen.count == 1
        assert [row.proposal for row in sales_page(EVERY(), asked, at=now).rows] == [draft]


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
    with django_assert_num_queries(10):
        few = sales_page(EVERY(), Filters(), at=now)
    with django_assert_num_queries(10):
        assert len(list(sales_rows(EVERY(), Filters(), at=now))) == 5
    for customer, person in ((padaria, carla), (joana, joana_herself)):
        order_for(customer, bruno, person, now)
        draft_for(customer, bruno, now)
        ask(sent_for(customer, bruno, now), "E o prazo?", by=person, at=now)
    with django_assert_num_queries(10):
        many = sales_page(EVERY(), Filters(), at=now)
    assert (len(few.rows), len(many.rows)) == (4, 10)
    # A file tells the same.
    with django_assert_num_queries(10):
        assert len(list(sales_rows(EVERY(), Filters(), at=now))) == 11
    assert list(every_row(EVERY(), Filters(), at=now)) == many.rows


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_every_sorting_is_walked_through_page_by_page_and_back(
    sort: str, padaria: Customer, joana: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    for day in range(3):
        draft_for(padaria, bruno, now, lines=(replace(OVEN, unit_price=Decimal(100 * day + 7)),))
        draft_for(joana, bruno, now + timedelta(hours=day))
        cancel(draft_for(joana, bruno, now), reason="Engano", by=bruno, at=now)
    sent_for(padaria, bruno, now)
    whole = [row.number for row in every_row(EVERY(), Filters(sort=sort), at=now)]
    assert len(set(whole)) == len(whole) == 10
    forth: list[str] = []
    places: list[tuple[int, int]] = []
    filters = Filters(sort=sort, size=4)
    while filters.after or not forth:
        page = sales_page(EVERY(), filters, at=now)
        forth += [row.number for row in page.rows]
        places.append((page.before, len(page.rows)))
        last, filters = page, replace(filters, after=page.older)
    assert (forth, places) == (whole, [(0, 4), (4, 4), (8, 2)])
    back = sales_page(EVERY(), replace(filters, after=last.newer), at=now)
    assert ([row.number for row in back.rows], back.before) == (whole[4:8], 4)
    first = sales_page(EVERY(), replace(filters, after=back.newer), at=now)
    assert ([row.number for row in first.rows], first.newer) == (whole[:4], "")


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzksMCwwLDFd", "WzAsMCwwLDIwMjZd", "é", "WzAsMCwwLCIyMDI2IiwiXHUwMDAwIl0", HALF]
)
def test_a_cursor_that_no_page_gave_begins_at_the_start(
    cursor: str, padaria: Customer, bruno: Member, now: datetime
) -> None:
    draft_for(padaria, bruno, now)
    for sort in SORTS:
        assert len(sales_page(EVERY(), Filters(sort=sort, after=cursor), at=now).rows) == 1


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


def test_the_longest_names_are_walked_through_and_come_to_an_end(
    padaria: Customer, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    Customer.objects.update(name="\N{CROISSANT}" * 120)
    made = {draft_for(padaria, bruno, now).number for _time in range(3)}
    monkeypatch.setattr(listing, "LOT", 1)
    exported = [row.number for row in islice(every_row(EVERY(), Filters(sort="customer"), at=now), 9)]
    first = sales_page(EVERY(), Filters(sort="customer", size=2), at=now)
    rest = sales_page(EVERY(), Filters(sort="customer", size=2, after=first.older), at=now)
    assert [row.number for row in (*first.rows, *rest.rows)] == exported
    assert (set(exported), len(exported)) == (made, 3)
