"""A draft that passes a limit is sent with a colleague's yes to exactly it, and not otherwise."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.costing import set_cost
from aceite.core.catalog.models import Item
from aceite.core.clearances.asking import NothingToAsk, ask_clearance
from aceite.core.clearances.deciding import AlreadyDecided, NotAsOne, give_clearance, refuse_clearance
from aceite.core.clearances.models import Clearance, Rule
from aceite.core.clearances.needing import need_of, offer_of
from aceite.core.clearances.ruling import RuleData, remove_rule, save_rule
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.proposals.drafting import EditedMeanwhile, save_draft
from aceite.core.proposals.drafts import DraftLine, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.reassigning import reassign
from aceite.core.sales.revising import revise
from aceite.core.sales.sending import NotCleared, send
from aceite.core.sales.timeline import panel_timeline, timeline
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.walk import FITTING, OVEN, draft_for, fresh, sent, with_contract

TEN = RuleData("discount", Decimal(10), role=Role.SELLER)


@pytest.fixture
def rule(aurora: Company, ana: Member, now: datetime) -> Rule:
    return save_rule(None, TEN, company=aurora, by=ana, at=now)


@pytest.fixture
def cheap(padaria: Customer, bruno: Member, carla: PanelUser, rule: Rule, now: datetime) -> Proposal:
    return draft_for(padaria, bruno, now, discount_kind="percent", discount_value=Decimal(15))


def asked(proposal: Proposal, by: Member, at: datetime, note: str = "Concorrente ofereceu menos.") -> Clearance:
    return ask_clearance(proposal, note=note, revision=current_of(fresh(proposal)).revision, by=by, at=at)


def changed(proposal: Proposal, by: Member, at: datetime, **changes: object) -> Proposal:
    """Saved once more, otherwise than it was."""
    said = replace(draft_of(fresh(proposal)), **changes)  # type: ignore[arg-type]
    return save_draft(proposal, said, revision=current_of(fresh(proposal)).revision, by=by, at=at)


def test_nothing_is_sent_without_the_yes(cheap: Proposal, bruno: Member, now: datetime) -> None:
    with pytest.raises(NotCleared) as stopped:
        sent(cheap, bruno, now)
    assert [one.found for one in stopped.value.need.caught] == ["15"]
    assert fresh(cheap).state == "draft"


@pytest.mark.parametrize(("recurs", "periods"), [("month", 12), ("month", 0), ("quarter", 0)])
def test_what_recurs_is_measured_as_often_as_it_counts(
    padaria: Customer, bruno: Member, rule: Rule, now: datetime, recurs: str, periods: int
) -> None:
    price = Decimal(10680) / {"month": 12, "quarter": 4}[recurs]
    half = {"discount_kind": "percent", "discount_value": Decimal(50), "recurs": recurs, "periods": periods}
    care = DraftLine("Manutenção", Decimal(1), price, **half)  # type: ignore[arg-type]
    proposal = draft_for(padaria, bruno, now, lines=(OVEN, care))
    # Half of 10.680, beside an oven of 38.900.
    found = need_of(proposal, current_of(proposal), by=bruno).caught
    assert [one.found for one in found] == ["10.7705"]


def test_a_request_alone_sends_nothing(cheap: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    asked(cheap, bruno, now)
    with pytest.raises(NotCleared):
        sent(cheap, bruno, now)


def test_with_the_yes_it_is_sent(cheap: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    given = give_clearance(asked(cheap, bruno, now), answer="", by=marcos, at=now)
    assert given.decided_by == marcos and sent(cheap, bruno, now).state == "sent"


def test_a_no_sends_nothing_and_needs_a_reason(cheap: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    request = asked(cheap, bruno, now)
    with pytest.raises(Unfit):
        refuse_clearance(request, answer=" ", by=marcos, at=now)
    refuse_clearance(request, answer="Até 12 %.", by=marcos, at=now)
    with pytest.raises(NotCleared):
        sent(cheap, bruno, now)
    assert asked(cheap, bruno, now).pk != request.pk


def test_a_change_after_the_yes_asks_again(cheap: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    give_clearance(asked(cheap, bruno, now), answer="", by=marcos, at=now)
    changed(cheap, bruno, now, discount_value=Decimal(40))
    with pytest.raises(NotCleared):
        sent(cheap, bruno, now)
    # Within the limit nobody need be asked.
    assert sent(changed(cheap, bruno, now, discount_value=Decimal(10)), bruno, now).state == "sent"


def test_a_change_during_the_rendering_stops_the_sending(
    cheap: Proposal, bruno: Member, marcos: Member, ana: Member, aurora: Company, now: datetime
) -> None:
    give_clearance(asked(cheap, bruno, now), answer="", by=marcos, at=now)

    def tighten(done: int, total: int, _what: str) -> None:
        if done == total:
            save_rule(None, RuleData("total", Decimal(1)), company=aurora, by=ana, at=now)

    with pytest.raises(NotCleared):
        send(cheap, revision=0, by=bruno, at=now, progress=tighten)
    assert fresh(cheap).state == "draft"


def test_a_new_rule_is_not_covered_by_an_old_yes(
    cheap: Proposal, bruno: Member, marcos: Member, ana: Member, aurora: Company, now: datetime
) -> None:
    give_clearance(asked(cheap, bruno, now), answer="", by=marcos, at=now)
    save_rule(None, RuleData("total", Decimal(100), owner_only=True), company=aurora, by=ana, at=now)
    with pytest.raises(NotCleared):
        sent(cheap, bruno, now)
    again = asked(cheap, bruno, now)
    with pytest.raises(NotAllowed):
        give_clearance(again, answer="", by=marcos, at=now)
    give_clearance(again, answer="", by=ana, at=now)
    assert sent(cheap, bruno, now).state == "sent"


def test_the_next_version_is_asked_for_anew(cheap: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    give_clearance(asked(cheap, bruno, now), answer="", by=marcos, at=now)
    revise(sent(cheap, bruno, now), by=bruno, at=now)
    with pytest.raises(NotCleared):
        sent(cheap, bruno, now)


def test_whoever_may_say_yes_sends_without_asking(cheap: Proposal, marcos: Member, now: datetime) -> None:
    assert sent(cheap, marcos, now).state == "sent"


def test_a_sellers_sending_is_looked_at_in_a_managers_sale_too(
    cheap: Proposal, bruno: Member, marcos: Member, now: datetime
) -> None:
    reassign(cheap, marcos, by=marcos, at=now)
    with pytest.raises(NotCleared):
        sent(cheap, bruno, now)


def test_a_rule_put_away_asks_for_nothing(
    cheap: Proposal, rule: Rule, ana: Member, bruno: Member, now: datetime
) -> None:
    for _twice in range(2):
        remove_rule(rule, by=ana, at=now)
    with pytest.raises(NothingToAsk):
        asked(cheap, bruno, now)
    assert sent(cheap, bruno, now).state == "sent"
    assert Event.objects.filter(kind="clearance_rule.removed").count() == 1


def test_asking_and_answering_twice_is_once(cheap: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    assert asked(cheap, bruno, now).pk == asked(cheap, bruno, now).pk
    for _twice in range(2):
        give_clearance(Clearance.objects.get(), answer="", by=marcos, at=now)
    kinds = Event.objects.filter(kind__startswith="clearance.").values_list("kind", flat=True)
    assert sorted(kinds) == ["clearance.asked", "clearance.given"]


def test_the_second_colleague_is_told(
    cheap: Proposal, bruno: Member, marcos: Member, ana: Member, now: datetime
) -> None:
    request = asked(cheap, bruno, now)
    give_clearance(request, answer="", by=marcos, at=now)
    with pytest.raises(AlreadyDecided, match="Marcos já respondeu"):
        refuse_clearance(request, answer="Não.", by=ana, at=now)


def test_an_edit_overtakes_the_request(cheap: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    request = asked(cheap, bruno, now)
    changed(cheap, bruno, now, title="Outra cozinha")
    assert not Clearance.objects.open().exists()
    with pytest.raises(NotAsOne):
        give_clearance(request, answer="", by=marcos, at=now)
    with pytest.raises(EditedMeanwhile):
        ask_clearance(cheap, note="", revision=0, by=bruno, at=now)
    again = asked(cheap, bruno, now)
    assert list(Clearance.objects.open()) == [again]


def test_who_may_answer(
    cheap: Proposal, bruno: Member, iris: Member, eva: Member, aurora: Company, ana: Member, rule: Rule, now: datetime
) -> None:
    request = asked(cheap, bruno, now)
    for stranger in (bruno, iris, eva):
        with pytest.raises(NotAllowed):
            give_clearance(request, answer="", by=stranger, at=now)


def test_a_named_colleague_answers_and_managers_do_not(
    cheap: Proposal, rule: Rule, aurora: Company, ana: Member, bruno: Member, marcos: Member, now: datetime
) -> None:
    save_rule(rule, replace(TEN, approver=ana), company=aurora, by=ana, at=now)
    request = asked(cheap, bruno, now)
    with pytest.raises(NotAllowed):
        give_clearance(request, answer="", by=marcos, at=now)
    assert give_clearance(request, answer="", by=ana, at=now).state == "given"


def test_a_cost_that_rises_after_the_yes_asks_again(
    padaria: Customer, carla: PanelUser, aurora: Company, ana: Member, bruno: Member, marcos: Member, now: datetime
) -> None:
    oven = save_item(None, ItemData("FRN-010", "Forno", OVEN.unit_price), company=aurora, by=marcos, at=now)
    set_cost(oven, Decimal(30000), by=marcos, at=now)
    save_rule(None, RuleData("margin", Decimal(25), role=Role.SELLER), company=aurora, by=ana, at=now)
    draft = draft_for(padaria, bruno, now, lines=(replace(OVEN, item_id=oven.pk),))
    give_clearance(asked(draft, bruno, now), answer="", by=marcos, at=now)
    set_cost(oven, Decimal(35000), by=marcos, at=now)
    with pytest.raises(NotCleared):
        sent(draft, bruno, now)


def test_a_sellers_save_leaves_the_cost_alone(aurora: Company, marcos: Member, bruno: Member, now: datetime) -> None:
    data = ItemData("FRN-010", "Forno", OVEN.unit_price)
    oven = save_item(None, data, company=aurora, by=marcos, at=now)
    set_cost(oven, Decimal(30000), by=marcos, at=now)
    save_item(oven, replace(data, name="Forno elétrico"), company=aurora, by=bruno, at=now)
    with pytest.raises(NotAllowed):
        set_cost(oven, Decimal(1), by=bruno, at=now)
    assert Item.objects.get().cost == 30000


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (RuleData("cor"), "measure"),
        (RuleData("discount", Decimal(101)), "limit"),
        (RuleData("total", Decimal(-1)), "limit"),
        (RuleData("total"), "limit"),
        (RuleData("discount", Decimal(10), role="rei"), "whose"),
    ],
)
def test_a_rule_that_cannot_be(aurora: Company, ana: Member, now: datetime, said: RuleData, field: str) -> None:
    with pytest.raises(Unfit) as refused:
        save_rule(None, said, company=aurora, by=ana, at=now)
    assert refused.value.field == field


def test_only_the_owner_writes_rules(aurora: Company, marcos: Member, eva: Member, ana: Member, now: datetime) -> None:
    for other in (marcos, eva):
        with pytest.raises(NotAllowed):
            save_rule(None, TEN, company=aurora, by=other, at=now)
    with pytest.raises(NotAllowed):
        save_rule(None, replace(TEN, seller=eva), company=aurora, by=ana, at=now)


def test_what_is_offered_beside_the_total_is_not_measured(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now, lines=(OVEN, replace(FITTING, choice="out")))
    assert [line.total for line in offer_of(current_of(proposal)).lines] == [current_of(proposal).total]


def test_the_customer_reads_nothing_of_it(cheap: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    give_clearance(asked(cheap, bruno, now), answer="Vá.", by=marcos, at=now)
    told = {row.kind for row in timeline(sent(cheap, bruno, now))}
    assert {"clearance.asked", "clearance.given"} <= told
    assert not any(row.kind.startswith("clearance") for row in panel_timeline(fresh(cheap)))
    events = Event.objects.filter(kind__startswith="clearance.")
    assert all(set(event.data) == {"clearance", "version"} and not event.commitments for event in events)


def test_the_yes_is_to_prices_and_items_and_outlives_another_contract(
    cheap: Proposal, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    give_clearance(asked(cheap, bruno, now), answer="", by=marcos, at=now)
    with_contract(cheap, bruno, now, carla)
    assert sent(cheap, bruno, now).state == "sent"
