"""A customer asks for something else before saying yes: points noted, sent, answered, and made into a version."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.companies.models import Company
from aceite.core.contracts.models import Contract
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.cleaning import totals_of
from aceite.core.proposals.counter_offers import CounterOffer, Outcome, Point
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import Draft, draft_of, lines_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotCurrent, NotNow
from aceite.core.proposals.sharing import share_with
from aceite.core.proposals.wishes import Wish, with_wishes
from aceite.core.sales.conceding import AlreadySaid, NotAnswered, NothingGranted, Ruling, answer_points, take_points
from aceite.core.sales.countering import (
    Asked,
    CannotBe,
    NoSuchSubject,
    NothingAsked,
    SentBefore,
    note_points,
    send_points,
)
from aceite.core.sales.filtering import Filters
from aceite.core.sales.listing import rows_for, sales_page
from aceite.core.sales.passages import put_in
from aceite.core.sales.point_words import tell_offers, tell_points
from aceite.core.sales.revising import revise
from aceite.core.sales.sending import ready_to_send
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.core.trail.verifying import verify_chains
from tests.walk import FITTING, OVEN, a_draft, approved, draft_for, fresh, paid_in, sent, sent_for, with_contract


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """One oven and its fitting, paid at once."""
    return sent_for(padaria, bruno, now, lines=(OVEN, FITTING), instalments=paid_in("39350", now))


def key_of(sale: Proposal, at: int = 0) -> str:
    return f"line/{lines_of(current_of(fresh(sale)))[at].key}"


def asked(sale: Proposal, by: PanelUser, now: datetime, *wishes: tuple[str, Asked]) -> CounterOffer:
    """These points, noted and sent."""
    for subject, wish in wishes:
        note_points(fresh(sale), subject, [wish], by=by, at=now)
    return send_points(fresh(sale), "Podemos?", version=current_of(fresh(sale)).version, by=by, at=now)


def points_of(offer: CounterOffer) -> list[Point]:
    return list(Point.objects.filter(counter_offer=offer))


def test_a_point_binds_nobody_and_passes_the_turn(sale: Proposal, davi: PanelUser, now: datetime) -> None:
    before = current_of(fresh(sale)).bundle_sha256
    asked(sale, davi, now, (key_of(sale), Asked("price", Decimal(36000))))
    after = fresh(sale)
    assert (after.state, after.waiting_for, current_of(after).bundle_sha256) == ("sent", "vendor", before)
    [row] = rows_for([after], at=now)
    assert row.negotiated and row.waiting is not None and row.waiting.turn.task == "answer_points"
    listed = sales_page(Proposal.objects.all(), Filters(due="points"), at=now)
    assert [one.number for one in listed.rows] == [sale.number]


def test_noting_again_takes_the_place_of_what_was_noted(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    for amount in ("3", "2"):
        draft = note_points(sale, key_of(sale), [Asked("quantity", Decimal(amount))], by=carla, at=now)
    assert [point.amount for point in points_of(draft)] == [2]
    note_points(sale, key_of(sale), [Asked("quantity")], by=carla, at=now)
    with pytest.raises(NothingAsked):
        send_points(sale, "", version=1, by=carla, at=now)
    assert not Event.objects.filter(kind="points.sent").exists()


def test_sending_twice_sends_once(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    first = asked(sale, carla, now, ("delivery", Asked("delivery", words="até 10/02")))
    assert send_points(fresh(sale), "Podemos?", version=1, by=carla, at=now) == first
    # A tab that was opened before there was a note says nothing that was not sent.
    assert send_points(fresh(sale), " ", version=1, by=carla, at=now) == first
    # Another tab's note is no same click: it went nowhere, and its writer is told.
    with pytest.raises(SentBefore):
        send_points(fresh(sale), "E a entrega?", version=1, by=carla, at=now)
    assert Event.objects.filter(kind="points.sent").count() == 1


def test_what_cannot_be_reckoned_is_not_sent(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    with pytest.raises(CannotBe):
        asked(sale, carla, now, ("total", Asked("total", Decimal(50000))))
    for amount in ("0", "-1", "1e12", "NaN", "0.00001"):
        with pytest.raises(Unfit):
            note_points(sale, key_of(sale), [Asked("quantity", Decimal(amount))], by=carla, at=now)


def test_only_parts_of_this_offer_are_asked_about(
    sale: Proposal, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    other = sent_for(padaria, bruno, now)
    for subject in (key_of(other), "contract/1", "line/", "total/1", "seller"):
        with pytest.raises(NoSuchSubject):
            note_points(sale, subject, [Asked("text", words="x")], by=carla, at=now)
    with pytest.raises(NoSuchSubject):
        note_points(sale, "total", [Asked("quantity", Decimal(1))], by=carla, at=now)


def test_strangers_and_who_lost_sight_ask_nothing(
    sale: Proposal, fabio: PanelUser, bruno: Member, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    wish = [Asked("total", Decimal(39000))]
    with pytest.raises(NotAllowed):
        note_points(sale, "total", wish, by=fabio, at=now)
    note_points(sale, "total", wish, by=davi, at=now)
    share_with(fresh(sale), [carla], by=bruno, at=now)
    with pytest.raises(NotAllowed):
        send_points(fresh(sale), "", version=1, by=davi, at=now)


def test_everything_granted_goes_into_the_next_version_in_one_act(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    offer = asked(
        sale, carla, now,
        (key_of(sale), Asked("quantity", Decimal(2))), (key_of(sale, 1), Asked("price", Decimal(280))),
        ("total", Asked("total", Decimal(77000))), ("delivery", Asked("delivery", words="20 dias")),
        ("payment", Asked("payment", words="28 dias")),
    )  # fmt: skip
    with pytest.raises(NotAnswered):
        take_points(fresh(sale), by=bruno, at=now)
    rulings = {point.pk: Ruling(Outcome.ACCEPTED) for point in points_of(offer)}
    rulings[points_of(offer)[1].pk] = Ruling(Outcome.OTHER, Decimal(290), reply="O técnico vem de longe.")
    rulings[points_of(offer)[4].pk] = Ruling(Outcome.REFUSED, reply="Só à vista.")
    for _ in range(2):
        answer_points(offer, rulings, by=bruno, at=now)
    assert Event.objects.filter(kind="points.answered").count() == 1
    made = [take_points(fresh(sale), by=bruno, at=now) for _ in range(2)]
    assert {one.version for one in made} == {2}
    draft = draft_of(fresh(sale))
    wanted = [(Decimal(2), Decimal(38900)), (Decimal("1.5"), Decimal(290))]
    assert [(line.quantity, line.unit_price) for line in draft.lines] == wanted
    assert (draft.delivery_term, draft.payment_text) == ("20 dias", "")
    assert totals_of(draft).total == sum(one.amount for one in draft.instalments) == 77000
    assert fresh(sale).total == 77000
    assert Event.objects.filter(kind="points.taken").count() == 1
    assert list(verify_chains()) == []


def test_a_price_asked_for_stands_beside_what_the_line_costs_with_its_discount(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    off = replace(OVEN, discount_kind="percent", discount_value=Decimal(10))
    lines = (
        OVEN, off, replace(FITTING, discount_kind="amount", discount_value=Decimal(50)),
        replace(off, quantity=Decimal(10000), unit_price=Decimal("0.0123")),
    )  # fmt: skip
    sale = sent_for(padaria, bruno, now, lines=lines)
    for at in range(len(lines)):
        offer = note_points(sale, key_of(sale, at), [Asked("price", Decimal("0.01"))], by=carla, at=now)
    told = [one.now.replace("\xa0", " ") for one in tell_points(points_of(offer), current_of(sale))]
    assert told == ["R$ 38.900,00", "R$ 35.010,00", "R$ 266,67", "R$ 0,01107"]


def test_another_way_of_paying_is_put_beside_no_plan_that_says_otherwise(
    sale: Proposal, aurora: Company, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    offer = asked(sale, carla, now, ("payment", Asked("payment", words="28 dias no boleto")))
    [point] = points_of(offer)
    answer_points(offer, {point.pk: Ruling(Outcome.ACCEPTED)}, by=bruno, at=now)
    take_points(fresh(sale), by=bruno, at=now)
    draft = draft_of(fresh(sale))
    assert (draft.payment_text, len(draft.instalments), points_of(offer)[0].by_hand) == ("", 1, True)
    wish = Wish("payment", "payment", words="28 dias")
    monthly = replace(OVEN, recurs="month")
    for lines, more, taken in (
        ((OVEN,), {}, True), ((monthly,), {}, False), ((OVEN,), {"adjustment_name": "À vista"}, False),
    ):  # fmt: skip
        after = with_wishes(a_draft(aurora, now, lines=lines, **more), [wish])
        assert (after.draft.payment_text == "28 dias", after.missed == ()) == (taken, taken)


def test_answers_that_do_not_add_up_are_not_kept(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    offer = asked(sale, carla, now, ("total", Asked("total", Decimal(38000))))
    [point] = points_of(offer)
    with pytest.raises(Unfit) as refused:
        answer_points(offer, {point.pk: Ruling(Outcome.OTHER, Decimal(90000))}, by=bruno, at=now)
    assert refused.value.field == f"other-{point.pk}" and "conta não fecha" in str(refused.value)
    assert not points_of(offer)[0].outcome and not Event.objects.filter(kind="points.answered").exists()


def test_a_total_that_a_later_refusal_made_impossible_is_written_by_hand(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    wishes = (key_of(sale), Asked("quantity", Decimal(2))), ("total", Asked("total", Decimal(77000)))
    offer = asked(sale, carla, now, *wishes, ("delivery", Asked("delivery", words="20 dias")))
    quantity, total, delivery = points_of(offer)
    accepted = {one.pk: Ruling(Outcome.ACCEPTED) for one in (total, delivery)}
    answer_points(offer, accepted, by=bruno, at=now)
    answer_points(offer, {quantity.pk: Ruling(Outcome.REFUSED, reply="Só há um.")}, by=bruno, at=now)
    take_points(fresh(sale), by=bruno, at=now)
    assert [point.by_hand for point in points_of(offer)] == [False, True, False]
    assert (draft_of(fresh(sale)).delivery_term, fresh(sale).total) == ("20 dias", Decimal(39350))


def test_prices_that_a_later_refusal_made_impossible_are_written_by_hand(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    off = {"discount_kind": "amount", "discount_value": Decimal(5000), "instalments": paid_in("34350", now)}
    sale = sent_for(padaria, bruno, now, lines=(OVEN, FITTING), **off)
    wishes = (key_of(sale), Asked("price", Decimal(38000))), (key_of(sale, 1), Asked("quantity", Decimal(2)))
    offer = asked(sale, carla, now, *wishes, ("delivery", Asked("delivery", words="20 dias")))
    price, quantity, delivery = points_of(offer)
    # So little that the discount on the whole is more than the whole.
    granted = {price.pk: Ruling(Outcome.OTHER, Decimal(100)), delivery.pk: Ruling(Outcome.ACCEPTED)}
    answer_points(offer, granted, by=bruno, at=now)
    answer_points(offer, {quantity.pk: Ruling(Outcome.REFUSED, reply="Uma basta.")}, by=bruno, at=now)
    take_points(fresh(sale), by=bruno, at=now)
    assert [point.by_hand for point in points_of(offer)] == [True, False, False]
    assert (draft_of(fresh(sale)).delivery_term, fresh(sale).total) == ("20 dias", Decimal(34350))


def test_refused_points_end_it_and_the_turn_goes_back(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    offer = asked(sale, carla, now, ("total", Asked("total", Decimal(30000))))
    [point] = points_of(offer)
    with pytest.raises(Unfit):
        answer_points(offer, {point.pk: Ruling(Outcome.REFUSED)}, by=bruno, at=now)
    answer_points(offer, {point.pk: Ruling(Outcome.REFUSED, reply="É o melhor preço.")}, by=bruno, at=now)
    assert fresh(sale).waiting_for == "customer"
    assert not CounterOffer.objects.standing().exists()
    with pytest.raises(NothingGranted):
        take_points(fresh(sale), by=bruno, at=now)
    with pytest.raises(AlreadySaid):
        answer_points(offer, {point.pk: Ruling(Outcome.ACCEPTED)}, by=bruno, at=now)


def test_readers_and_sellers_of_others_answer_nothing(
    sale: Proposal, iris: Member, eva: Member, carla: PanelUser, now: datetime
) -> None:
    offer = asked(sale, carla, now, ("total", Asked("total", Decimal(30000))))
    ruling = {points_of(offer)[0].pk: Ruling(Outcome.ACCEPTED)}
    for member in (iris, eva):
        with pytest.raises(NotAllowed):
            answer_points(offer, ruling, by=member, at=now)
        with pytest.raises(NotAllowed):
            take_points(fresh(sale), by=member, at=now)


def test_an_approval_ends_the_negotiation(sale: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    offer = asked(sale, carla, now, ("total", Asked("total", Decimal(39000))))
    approved(sale, carla, now)
    assert not CounterOffer.objects.standing().exists()
    with pytest.raises(NotNow):
        answer_points(offer, {points_of(offer)[0].pk: Ruling(Outcome.ACCEPTED)}, by=bruno, at=now)
    with pytest.raises(NotNow):
        note_points(fresh(sale), "total", [Asked("total", Decimal(1))], by=carla, at=now)


def test_what_she_noted_survives_a_new_version(sale: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    note_points(sale, key_of(sale), [Asked("quantity", Decimal(2))], by=carla, at=now)
    revise(fresh(sale), by=bruno, at=now)
    with pytest.raises(NotCurrent):
        send_points(fresh(sale), "", version=1, by=carla, at=now)
    sent(fresh(sale), bruno, now)
    offer = send_points(fresh(sale), "", version=2, by=carla, at=now)
    assert offer.version.version == 2 and points_of(offer)[0].amount == 2


def test_the_seller_is_told_before_a_version_goes_past_open_points(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    asked(sale, carla, now, ("total", Asked("total", Decimal(39000))))
    revise(fresh(sale), by=bruno, at=now)
    [warning] = ready_to_send(fresh(sale), at=now)
    assert not warning.blocks and "contraproposta de Carla" in warning.sentence


def test_telling_many_counter_offers_asks_no_more_than_telling_one(
    sale: Proposal, padaria: Customer, carla: PanelUser, davi: PanelUser, now: datetime, django_assert_num_queries: Any
) -> None:
    for person in (carla, davi):
        asked(sale, person, now, (key_of(sale), Asked("text", words="sem pintura")))
        offers = list(CounterOffer.objects.with_points())
        with django_assert_num_queries(2):
            told = tell_offers(offers)
    assert [one.place for points in told.values() for one in points] == [OVEN.name, OVEN.name]


def test_points_go_into_a_draft_that_was_opened_by_hand(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    offer = asked(sale, carla, now, (key_of(sale), Asked("quantity", Decimal(3))))
    revise(fresh(sale), by=bruno, at=now)
    draft = replace(draft_of(fresh(sale)), title="Cozinha nova")
    save_draft(fresh(sale), draft, revision=0, by=bruno, at=now)
    answer_points(offer, {points_of(offer)[0].pk: Ruling(Outcome.ACCEPTED)}, by=bruno, at=now)
    take_points(fresh(sale), by=bruno, at=now)
    after = draft_of(fresh(sale))
    assert after.title == "Cozinha nova" and after.lines[0].quantity == 3


def test_a_passage_is_replaced_where_it_stands_once(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    contract = with_contract(draft, bruno, now, carla)
    sale = sent(draft, bruno, now)
    subject = f"contract/{contract.pk}"
    wishes = [
        Asked("passage", words="O fornecedor", passage="A contratada"),
        Asked("passage", words="sem multa", passage="cláusula 9"),
    ]
    note_points(sale, subject, wishes, by=carla, at=now)
    offer = send_points(sale, "", version=1, by=carla, at=now)
    answer_points(offer, {point.pk: Ruling(Outcome.ACCEPTED) for point in points_of(offer)}, by=bruno, at=now)
    version = take_points(fresh(sale), by=bruno, at=now)
    assert Contract.objects.get(version=version).body.startswith("<p>O fornecedor entrega o forno")
    assert [point.by_hand for point in points_of(offer)] == [False, True]
    # What no machine could write is told before sending, and no more once the contract says it.
    place = f"contracts.{Contract.objects.get(version=version).pk}"
    told = [problem for problem in ready_to_send(fresh(sale), at=now) if "sem multa" in problem.sentence]
    assert [(problem.field, problem.blocks) for problem in told] == [(place, False)]
    Contract.objects.filter(version=version).update(body="<p>O contrato termina sem  <strong>multa</strong>.</p>")
    assert not [problem for problem in ready_to_send(fresh(sale), at=now) if "sem multa" in problem.sentence]


@pytest.mark.parametrize(
    ("passage", "words", "body"),
    [
        ("a multa", "nada", "<p>sem <em>a multa</em></p>"),
        ("R$ 5 & 6", "<script>1</script>", "<p>R$ 5  &amp; 6</p>"),
        ("a", "b", "<p>a</p><p>a</p>"),
        ("p", "b", "<p>x</p>"),
        ("x", "{{empresa.documento}}", "<p>x</p>"),
        ("{{proposta.total}}", "1", "<p>{{proposta.total}}</p>"),
        ("", "b", "<p>x</p>"),
    ],
)
def test_what_a_customer_writes_never_becomes_markup_or_a_field(passage: str, words: str, body: str) -> None:
    after = put_in(body, passage, words)
    assert after in {None, "<p>sem <em>nada</em></p>", "<p>&lt;script&gt;1&lt;/script&gt;</p>"}
    assert (after is None) == (body not in {"<p>sem <em>a multa</em></p>", "<p>R$ 5  &amp; 6</p>"})


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 5_000_000),
    st.sampled_from(["0", "3.2", "-5"]),
    st.sampled_from([("", "0"), ("percent", "7.5"), ("amount", "12.34")]),
)
def test_a_total_asked_for_is_what_it_comes_to(wanted: int, rate: str, off: tuple[str, str]) -> None:
    kind, value = off
    draft = Draft(
        title="x", valid_until=date(2026, 1, 1), lines=(OVEN, FITTING), discount_kind=kind,
        discount_value=Decimal(value), adjustment_rate=Decimal(rate),
    )  # fmt: skip
    total = Decimal(wanted) / 100
    if total > totals_of(replace(draft, discount_kind="", discount_value=Decimal(0))).total:
        return
    after = with_wishes(draft, [Wish("total", "total", total)])
    # With a rate on top not every cent can be met.
    assert abs(after.totals.total - total) <= (0 if rate == "0" else Decimal("0.01"))


def test_limits_of_a_choice_give_way_to_what_was_agreed(aurora: Company, now: datetime) -> None:
    line = replace(OVEN, quantity_least=Decimal(1), quantity_most=Decimal(3), quantity_step=Decimal(1), key="a")
    draft = a_draft(aurora, now, lines=(line,))
    [inside] = with_wishes(draft, [Wish("line/a", "quantity", Decimal(2))]).draft.lines
    [outside] = with_wishes(draft, [Wish("line/a", "quantity", Decimal(9))]).draft.lines
    assert inside.limits.open and not outside.limits.open and outside.quantity == 9
