"""Two registers become one: what moves, who sees what, what evidence keeps saying, and the way back."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Model

from aceite.core.contracts import tasks as contracts
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import ArrivingFile, Contract, PendingCopy, SignedCopy
from aceite.core.customers.actions import AlreadyRegistered, CustomerData, archive_customer, save_customer
from aceite.core.customers.folding import POWERS, came_from, standing_as
from aceite.core.customers.forgetting import forget_customer
from aceite.core.customers.grouping import put_in_group, remove_group, save_group
from aceite.core.customers.models import Customer, CustomerKind, CustomerMerge, PanelUser, PowerKind
from aceite.core.customers.powers import PowerData, note_power
from aceite.core.customers.redirecting import CHOICES, CannotMerge
from aceite.core.people.models import Member
from aceite.core.prices.models import PriceReach
from aceite.core.proposals.drafting import CustomerArchived
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import CounterOffer, Proposal, Share
from aceite.core.proposals.permitting import seen_by
from aceite.core.proposals.questions import ask
from aceite.core.rows.hanging import pointers_to
from aceite.core.sales import folding_people as sales
from aceite.core.sales.changes_reading import last_seen
from aceite.core.sales.countering import Asked, note_points, send_points
from aceite.core.sales.extending import ExtendRefused, extend
from aceite.core.sales.looking import lookers_of
from aceite.core.sales.merging_customers import (
    MergeChoice,
    SalesGoOn,
    gaining_sight,
    merge_customers,
    undo_merge,
)
from aceite.core.sales.models import Approval, Decline, Rescission, Viewing
from aceite.core.sales.offer_choices import OfferChoice
from aceite.core.sales.revising import revise
from aceite.core.sales.viewing import record_view
from aceite.core.tickets import tasks as tickets
from aceite.core.tickets.models import Ticket
from aceite.core.tickets.writing import Words, open_ticket, write_in
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.outbound.mail import tasks as mails
from aceite.outbound.mail.models import MailStop, Topic
from aceite.outbound.mail.stopping import choose_topics, read_stop_token, stop_token
from tests.cast import customer, panel_user
from tests.walk import approved, declined, draft_for, fresh, ordered, sent, sent_for

NOTHING = MergeChoice()


@pytest.fixture
def branch(padaria: Customer) -> Customer:
    """Padaria Central again, by another number; its e-mail is known here."""
    made = customer(padaria.company, CustomerKind.COMPANY, "Padaria Central Filial", "11444777000161")
    made.email = "compras@padaria.example"
    made.save()
    return made


@pytest.fixture
def rosa(branch: Customer) -> PanelUser:
    return panel_user(branch, "Rosa Lima", "rosa@padaria.example", "15350946056", approve=True)


def sees(proposal: Proposal, *people: PanelUser) -> list[bool]:
    return [seen_by(fresh(proposal), PanelUser.objects.get(pk=one.pk)) for one in people]


def merged(kept: Customer, gone: Customer, by: Member, at: datetime, choice: MergeChoice = NOTHING) -> CustomerMerge:
    return merge_customers(kept, gone, choice, by=by, at=at)


def test_sales_and_people_move_and_evidence_says_what_it_said(
    padaria: Customer, branch: Customer, rosa: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    sale = sent_for(branch, bruno, now)
    approved(sale, rosa, now)
    ordered(fresh(sale), bruno, now)
    before = current_of(fresh(sale)).manifest
    merged(padaria, branch, marcos, now)
    branch.refresh_from_db()
    assert (branch.merged_into, branch.active, fresh(sale).customer) == (padaria, False, padaria)
    assert PanelUser.objects.get(pk=rosa.pk).customer == padaria
    version = current_of(fresh(sale))
    assert version.manifest == before
    assert json.loads(before)["customer"]["id"] == branch.pk
    assert Proposal.objects.matching("central filial").get() == sale
    told = Event.objects.get(kind="customer.merged").data
    assert (told["customer"], told["merged"], told["people"]) == (padaria.pk, branch.pk, [rosa.pk])


def test_nobody_sees_more_than_before_unless_the_vendor_says_so(
    padaria: Customer, branch: Customer, carla: PanelUser, rosa: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    ours = sent_for(padaria, bruno, now)
    theirs = declined(sent_for(branch, bruno, now), rosa, now).proposal
    assert gaining_sight(padaria, branch) == [(carla, 1), (rosa, 1)]
    merge = merged(padaria, branch, marcos, now)
    assert (sees(ours, carla, rosa), sees(theirs, carla, rosa)) == ([True, False], [False, True])
    undo_merge(merge, by=marcos, at=now)
    assert fresh(ours).shared_with_all
    merged(padaria, branch, marcos, now, MergeChoice(all_see_all=True))
    assert (sees(ours, carla, rosa), sees(theirs, carla, rosa)) == ([True, True], [True, True])


def test_who_is_at_both_keeps_the_access_of_the_one_that_stays(
    padaria: Customer, branch: Customer, carla: PanelUser, rosa: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    twin = panel_user(branch, "Carla", "Carla@padaria.example", "52998224725")
    theirs = declined(sent_for(branch, bruno, now), rosa, now).proposal
    merge = merged(padaria, branch, marcos, now)
    twin.refresh_from_db()
    assert (twin.customer, twin.deactivated_at) == (branch, now)
    assert sees(theirs, carla, rosa) == [True, True]
    undo_merge(merge, by=marcos, at=now)
    twin.refresh_from_db()
    assert (twin.deactivated_at, sees(theirs, carla)) == (None, [False])


def test_fields_are_chosen_one_by_one_and_the_number_may_be_the_others(
    padaria: Customer, branch: Customer, marcos: Member, now: datetime
) -> None:
    merge = merged(padaria, branch, marcos, now, MergeChoice(["taxid", "email"]))
    padaria.refresh_from_db()
    assert (padaria.taxid, padaria.email, padaria.name) == (branch.taxid, branch.email, "Padaria Central Ltda.")
    undo_merge(merge, by=marcos, at=now)
    padaria.refresh_from_db()
    branch.refresh_from_db()
    assert (padaria.taxid, padaria.email, branch.merged_into) == ("12ABC34501DE35", "", None)


def test_a_group_that_is_gone_keeps_nobody_from_parting(
    padaria: Customer, branch: Customer, marcos: Member, now: datetime
) -> None:
    groups = [save_group(None, name, company=padaria.company, by=marcos, at=now) for name in ("Revenda", "Rede")]
    put_in_group(padaria, groups[0], by=marcos, at=now)
    put_in_group(branch, groups[1], by=marcos, at=now)
    merge = merged(padaria, branch, marcos, now, MergeChoice(["group"]))
    remove_group(groups[0], by=marcos, at=now)
    undo_merge(merge, by=marcos, at=now)
    connection.check_constraints()
    padaria.refresh_from_db()
    branch.refresh_from_db()
    assert (padaria.group, branch.group, branch.merged_into) == (None, groups[1], None)


def test_a_sale_that_goes_on_keeps_its_customer_from_going(
    padaria: Customer, branch: Customer, rosa: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    sale = sent_for(branch, bruno, now)
    with pytest.raises(SalesGoOn, match=sale.number):
        merged(padaria, branch, marcos, now)
    assert PanelUser.objects.get(pk=rosa.pk).customer == branch
    assert merged(branch, padaria, marcos, now).kept == branch


def test_an_expired_sale_moves_and_is_extended_no_more_in_the_old_name(
    padaria: Customer, branch: Customer, rosa: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    sale, later = sent_for(branch, bruno, now), now + timedelta(days=60)
    merged(padaria, branch, marcos, later)
    with pytest.raises(ExtendRefused, match="unido"):
        extend(fresh(sale), valid_until=later.date() + timedelta(days=9), by=bruno, at=later)


def test_what_was_sent_since_stays_when_it_is_undone(
    padaria: Customer, branch: Customer, rosa: PanelUser, carla: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    draft, other = draft_for(branch, bruno, now), draft_for(branch, bruno, now)
    merge = merged(padaria, branch, marcos, now)
    sent(fresh(draft), bruno, now + timedelta(hours=1))
    undo_merge(merge, by=marcos, at=now + timedelta(hours=2))
    assert (fresh(draft).customer, fresh(other).customer) == (padaria, branch)
    assert undo_merge(merge, by=marcos, at=now).undone_at is not None


def test_who_is_at_both_keeps_what_she_asked_for_and_read(
    padaria: Customer, branch: Customer, carla: PanelUser, rosa: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    twin = panel_user(branch, "Carla", "Carla@padaria.example", "52998224725")
    sale = sent_for(branch, bruno, now)
    record_view(sale, by=twin, at=now)
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=twin, at=now)
    revise(fresh(sale), by=bruno, at=now)
    merge = merged(padaria, branch, marcos, now)
    assert CounterOffer.objects.get().author == carla
    later = now + timedelta(hours=1)
    sent(fresh(sale), bruno, later)
    seen = last_seen(current_of(fresh(sale)), carla)
    assert seen is not None and seen.version == 1
    assert send_points(fresh(sale), "", version=2, by=carla, at=later).author == carla
    # What was sent since stays where it is now, and so does what she asked of it.
    undo_merge(merge, by=marcos, at=later)
    assert CounterOffer.objects.get().author == carla


def test_what_went_along_comes_back(
    padaria: Customer, branch: Customer, carla: PanelUser, rosa: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    twin = panel_user(branch, "Carla", "Carla@padaria.example", "52998224725")
    sale = sent_for(branch, bruno, now)
    record_view(sale, by=twin, at=now)
    note_points(sale, "total", [Asked("total", Decimal(38000))], by=twin, at=now)
    revise(fresh(sale), by=bruno, at=now)
    undo_merge(merged(padaria, branch, marcos, now), by=marcos, at=now)
    assert (CounterOffer.objects.get().author, Viewing.objects.get().panel_user) == (twin, twin)


def test_all_that_is_hers_goes_on_with_her_and_comes_back(
    padaria: Customer, branch: Customer, carla: PanelUser, rosa: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    """What she asked, looked at and does not want by mail, and by what right she signs, also with whom."""
    twin = panel_user(branch, "Carla", "Carla@padaria.example", "52998224725", sign=True)
    sale = sent_for(branch, bruno, now)
    record_view(sale, by=twin, at=now)
    question = ask(sale, "Cabe no forno antigo?", by=twin, at=now)
    choose_topics(twin, [], by=twin, at=now)
    own = note_power(twin, PowerData(PowerKind.ALONE), by=marcos, at=now)
    other = note_power(rosa, PowerData(PowerKind.JOINT, jointly=[twin]), by=marcos, at=now)
    assert own is not None and other is not None
    stop = stop_token(twin.pk, Topic.REMINDERS)
    revise(fresh(sale), by=bruno, at=now)

    def whose() -> list[object]:
        for row in (question, own, other):
            row.refresh_from_db()
        found = read_stop_token(stop, company_id=padaria.company_id)
        stops = set(MailStop.objects.values_list("panel_user", flat=True))
        return [question.asked_by, own.panel_user, other.jointly, stops, found and found[0]]

    assert whose() == [twin, twin, [twin.pk], {twin.pk}, twin]
    merge = merged(padaria, branch, marcos, now, MergeChoice(all_see_all=True))
    assert whose() == [carla, carla, [carla.pk], {carla.pk}, carla]
    [looker] = [one for one in lookers_of(fresh(sale)) if one.looks]
    assert looker.person == carla
    assert standing_as([twin.pk, rosa.pk]) == {twin.pk: carla.pk, rosa.pk: rosa.pk}
    assert came_from(PanelUser.objects.get(pk=carla.pk)) == {carla.pk, twin.pk}
    undo_merge(merge, by=marcos, at=now)
    assert whose() == [twin, twin, [twin.pk], {twin.pk}, twin]
    assert came_from(PanelUser.objects.get(pk=carla.pk)) == {carla.pk}


def test_what_took_its_place_meanwhile_stays_when_she_parts(
    padaria: Customer, branch: Customer, carla: PanelUser, marcos: Member, now: datetime
) -> None:
    twin = panel_user(branch, "Carla", "Carla@padaria.example", "52998224725", sign=True)
    choose_topics(twin, ["answers"], by=twin, at=now)
    merge = merged(padaria, branch, marcos, now)
    moved = MailStop.objects.filter(panel_user=carla)
    assert moved.count() == 3
    # Somebody ended the same letters under the access that ended, by a way that does not know of the merge.
    MailStop.objects.create(company=padaria.company, panel_user=twin, topic=Topic.PAYMENTS, stopped_at=now)
    undo_merge(merge, by=marcos, at=now)
    assert [stop.topic for stop in moved] == [Topic.PAYMENTS]


def test_a_chain_of_merges_is_followed_to_its_end(
    padaria: Customer, branch: Customer, carla: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    third = customer(padaria.company, CustomerKind.COMPANY, "Padaria Central Loja 3", "40688134000161")
    first, second = (panel_user(one, "Carla", carla.email, "52998224725") for one in (third, branch))
    merged(branch, third, marcos, now)
    merged(padaria, branch, marcos, now)
    assert standing_as([first.pk, second.pk]) == {first.pk: carla.pk, second.pk: carla.pk}
    assert came_from(PanelUser.objects.get(pk=carla.pk)) == {carla.pk, first.pk, second.pk}


def test_support_threads_go_along_and_come_back(
    padaria: Customer, branch: Customer, rosa: PanelUser, marcos: Member, now: datetime
) -> None:
    ticket = open_ticket("Nota", Words("Onde?", "a"), about=None, by=rosa, at=now)
    merge = merged(padaria, branch, marcos, now)
    ticket.refresh_from_db()
    assert ticket.customer == padaria
    undo_merge(merge, by=marcos, at=now)
    ticket.refresh_from_db()
    assert ticket.customer == branch


def test_who_is_at_both_keeps_the_threads_she_opened_in_the_one_that_goes(
    padaria: Customer, branch: Customer, carla: PanelUser, gil: PanelUser, marcos: Member, now: datetime
) -> None:
    twin = panel_user(branch, "Carla", "Carla@padaria.example", "52998224725", approve=True)
    ticket = open_ticket("Nota", Words("Onde?", "a"), about=None, by=twin, at=now)
    ours = open_ticket("Outra", Words("Quando?", "b"), about=None, by=carla, at=now)
    merge = merged(padaria, branch, marcos, now)
    read = Ticket.objects.for_panel_user
    assert set(read(PanelUser.objects.get(pk=carla.pk))) == {ticket, ours} and not read(gil).exists()
    write_in(ticket, Words("E agora?", "c"), by=PanelUser.objects.get(pk=carla.pk), at=now)
    undo_merge(CustomerMerge.objects.get(pk=merge.pk), by=marcos, at=now)
    ticket.refresh_from_db()
    assert (ticket.customer, ticket.opened_by) == (branch, twin)
    assert list(read(carla)) == [ours] and list(read(PanelUser.objects.get(pk=twin.pk))) == [ticket]


def test_a_register_that_went_leads_and_takes_nothing_new(
    padaria: Customer, branch: Customer, bruno: Member, marcos: Member, now: datetime
) -> None:
    stale = Customer.objects.get(pk=branch.pk)
    merged(padaria, branch, marcos, now)
    with pytest.raises(CustomerArchived):
        draft_for(stale, bruno, now)
    with pytest.raises(NotAllowed):
        archive_customer(stale, by=marcos, at=now)
    again = CustomerData(kind="company", name="Filial", taxid=branch.taxid)
    with pytest.raises(AlreadyRegistered) as known:
        save_customer(None, again, company=padaria.company, by=marcos, at=now)
    assert known.value.existing == padaria
    with pytest.raises(CannotMerge):
        merged(padaria, branch, marcos, now)


def test_sellers_and_strangers_make_nothing_one(
    padaria: Customer, branch: Customer, fabio: PanelUser, bruno: Member, eva: Member, marcos: Member, now: datetime
) -> None:
    for by, kept, gone in ((bruno, padaria, branch), (eva, padaria, branch), (marcos, padaria, fabio.customer)):
        with pytest.raises(NotAllowed):
            merged(kept, gone, by, now)
    with pytest.raises(CannotMerge):
        merged(padaria, padaria, marcos, now)


def test_erasing_her_erases_what_went_into_her(
    joana: Customer, padaria: Customer, marcos: Member, now: datetime
) -> None:
    other = customer(joana.company, CustomerKind.PERSON, "Joana S. Siqueira", "39053344705")
    merge = merged(joana, other, marcos, now)
    forget_customer(joana, at=now)
    other.refresh_from_db()
    assert "Joana" not in other.name
    assert CustomerMerge.objects.get().before == {}
    with pytest.raises(CannotMerge):
        undo_merge(merge, by=marcos, at=now)


def test_once_undone_the_other_register_keeps_nothing_of_hers(joana: Customer, marcos: Member, now: datetime) -> None:
    other = customer(joana.company, CustomerKind.PERSON, "Helena Prado", "39053344705")
    merge = merged(other, joana, marcos, now, MergeChoice(["name"]))
    noted = merge.moved, merge.before, merge.after
    assert merge.after == {"name": joana.name}
    merge = undo_merge(merge, by=marcos, at=now)
    assert (merge.before, merge.after) == ({}, {})
    # What was undone before notes were emptied kept them.
    merge.moved, merge.before, merge.after = noted
    merge.save()
    forget_customer(joana, at=now)
    merge.refresh_from_db()
    assert (merge.moved, merge.before, merge.after) == ({}, {}, {})


# Rows that keep naming the access under which she acted, and why they may.
NOT_HERS_TO_GO_ON_WITH: dict[tuple[type[Model], str], str] = {
    (Approval, "panel_user"): "evidence of an act",
    (Decline, "panel_user"): "evidence of an act",
    (Rescission, "panel_user"): "evidence of an act",
    (OfferChoice, "panel_user"): "evidence of an act: the version that came of it says who chose",
    (SignedCopy, "uploaded_by"): "evidence of an act; the letters about it ask under which access she goes on",
    (ExternalFile, "uploaded_by"): "evidence of an act; the letters about it ask under which access she goes on",
    (PendingCopy, "prepared_by"): "of a contract that goes on, and then its customer goes into no other",
    (ArrivingFile, "begun_by"): "of a contract that goes on, and then its customer goes into no other",
    (Share, "panel_user"): "the merge itself shares with the access that stays, and takes it back",
}


def test_every_table_that_names_a_person_of_a_customer_is_thought_of() -> None:
    """A new one is either brought along (core.customers.folding) or named above with the reason why not."""
    brought = [(row.model, row.person) for row in (*POWERS, *contracts.HERS, *sales.HERS, *tickets.HERS, *mails.HERS)]
    assert len(set(brought)) == len(brought)
    found = {(key.model, key.name) for key in pointers_to(PanelUser)}
    assert found == set(brought) | set(NOT_HERS_TO_GO_ON_WITH)
    assert not set(brought) & set(NOT_HERS_TO_GO_ON_WITH)


def test_every_table_that_names_a_customer_is_thought_of() -> None:
    known = {PanelUser, Proposal, Contract, PriceReach, Customer, CustomerMerge, Ticket}
    assert {key.model for key in pointers_to(Customer)} == known
    told = {name for names in CHOICES.values() for name in names}
    left = {"id", "company", "active", "search", "created_at", "merged_into", "erased_at", "group", "group_id"}
    assert {field.name for field in Customer._meta.concrete_fields} - told - left == set()
