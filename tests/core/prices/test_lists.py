"""Price lists: who writes them, whom they reach, and what a line remembers of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item
from aceite.core.clearances.needing import need_of
from aceite.core.clearances.ruling import RuleData, save_rule
from aceite.core.companies.models import Company
from aceite.core.customers.grouping import put_in_group, remove_group, save_group
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.prices.actions import ListData, archive_list, restore_list, save_list
from aceite.core.prices.finding import ladders
from aceite.core.prices.models import Price, PriceList
from aceite.core.prices.rungs import Step
from aceite.core.prices.setting import remove_price, set_price
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import DraftLine, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.walk import draft_for, fresh

DAY = date(2026, 11, 24)


@pytest.fixture
def oven(aurora: Company, ana: Member, now: datetime) -> Item:
    return save_item(None, ItemData("F-10", "Forno", Decimal(100)), company=aurora, by=ana, at=now)


@pytest.fixture
def wholesale(aurora: Company, marcos: Member, oven: Item, now: datetime) -> PriceList:
    """For everybody: 90 from the first one on, 80 from ten."""
    made = save_list(None, ListData("Atacado", for_everybody=True), company=aurora, by=marcos, at=now)
    set_price(made, oven, Step(Decimal(0), Decimal(90)), by=marcos, at=now)
    set_price(made, oven, Step(Decimal(10), Decimal(80)), by=marcos, at=now)
    return made


def prices(item: Item, customer: Customer) -> list[tuple[int, int, str]]:
    rungs = ladders([item], customer, DAY)[item.pk]
    return [(int(rung.from_quantity), int(rung.price), rung.name) for rung in rungs]


def test_a_list_for_everybody_prices_by_quantity_until_it_is_put_away(
    oven: Item, wholesale: PriceList, padaria: Customer, marcos: Member, now: datetime
) -> None:
    assert prices(oven, padaria) == [(0, 90, "Atacado"), (10, 80, "Atacado")]
    archive_list(wholesale, by=marcos, at=now)
    assert prices(oven, padaria) == [(0, 100, "")]
    restore_list(wholesale, by=marcos, at=now)
    remove_price(Price.objects.get(from_quantity=0), by=marcos, at=now)
    assert prices(oven, padaria) == [(0, 100, ""), (10, 80, "Atacado")]


def test_a_list_reaches_the_customers_of_its_group_and_those_it_names(
    aurora: Company, oven: Item, wholesale: PriceList, padaria: Customer, joana: Customer, marcos: Member, now: datetime
) -> None:
    resellers = save_group(None, "Revenda", company=aurora, by=marcos, at=now)
    for name, price, data in (("R", 70, {"groups": [resellers]}), ("J", 60, {"customers": [joana]})):
        made = save_list(None, ListData(name, **data), company=aurora, by=marcos, at=now)
        set_price(made, oven, Step(Decimal(0), Decimal(price)), by=marcos, at=now)
    hers = put_in_group(padaria, resellers, by=marcos, at=now)
    assert prices(oven, hers) == [(0, 70, "R")]
    assert prices(oven, joana) == [(0, 60, "J")]
    remove_group(resellers, by=marcos, at=now)
    padaria.refresh_from_db()
    assert prices(oven, padaria)[0] == (0, 90, "Atacado")


def test_the_prices_of_many_items_take_two_queries(
    aurora: Company, oven: Item, wholesale: PriceList, padaria: Customer, ana: Member, now: datetime,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    more = [save_item(None, ItemData(f"X{n}", "X", Decimal(n)), company=aurora, by=ana, at=now) for n in range(9)]
    with django_assert_num_queries(2):
        assert len(ladders([oven, *more], padaria, DAY)) == 10


@pytest.mark.parametrize("changes", [{"name": " "}, {"for_everybody": False}, {"ends_on": date(2026, 1, 1)}])
def test_what_cannot_be_a_list_is_refused(
    aurora: Company, marcos: Member, now: datetime, changes: dict[str, Any]
) -> None:
    data = ListData("Natal", starts_on=date(2026, 12, 1), for_everybody=True)
    with pytest.raises(Unfit):
        save_list(None, replace(data, **changes), company=aurora, by=marcos, at=now)


def test_two_lists_have_two_names(aurora: Company, wholesale: PriceList, marcos: Member, now: datetime) -> None:
    with pytest.raises(Unfit, match="nome"):
        save_list(None, ListData("Atacado", for_everybody=True), company=aurora, by=marcos, at=now)


def test_saying_the_same_again_is_no_event(wholesale: PriceList, oven: Item, marcos: Member, now: datetime) -> None:
    known = Event.objects.count()
    save_list(wholesale, ListData("Atacado", for_everybody=True), company=oven.company, by=marcos, at=now)
    set_price(wholesale, oven, Step(Decimal(10), Decimal(80)), by=marcos, at=now)
    assert Event.objects.count() == known


@pytest.mark.parametrize("step", [Step(Decimal(-1), Decimal(1)), Step(Decimal("1.00001"), Decimal(1)),
                                  Step(Decimal(0), Decimal(-1)), Step(Decimal("NaN"), Decimal(1)),
                                  Step(Decimal(0), Decimal("0.00000000001"))])  # fmt: skip
def test_a_step_no_column_can_hold_is_refused(
    wholesale: PriceList, oven: Item, marcos: Member, now: datetime, step: Step
) -> None:
    with pytest.raises(Unfit):
        set_price(wholesale, oven, step, by=marcos, at=now)


def test_sellers_set_no_price_and_strangers_reach_none(
    aurora: Company, wholesale: PriceList, oven: Item, bruno: Member, eva: Member, fabio: Any, now: datetime
) -> None:
    acts: list[Callable[[Member], object]] = [
        lambda by: save_list(wholesale, ListData("Minha", for_everybody=True), company=aurora, by=by, at=now),
        lambda by: set_price(wholesale, oven, Step(Decimal(0), Decimal(1)), by=by, at=now),
        lambda by: remove_price(Price.objects.earliest("pk"), by=by, at=now),
        lambda by: archive_list(wholesale, by=by, at=now),
        lambda by: save_group(None, "Amigos", company=aurora, by=by, at=now),
    ]
    for person in (bruno, eva):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(person)
    assert ladders([oven], fabio.customer, DAY)[oven.pk][0].name == ""


def test_a_list_names_no_stranger(aurora: Company, marcos: Member, fabio: Any, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        save_list(None, ListData("X", customers=[fabio.customer]), company=aurora, by=marcos, at=now)


def offered(item: Item, price: int, quantity: int = 1, **more: Any) -> DraftLine:
    return DraftLine(item.name, Decimal(quantity), Decimal(price), item_id=item.pk, key="forno", **more)


def again(proposal: Proposal, line: DraftLine, by: Member, at: datetime) -> Decimal | None:
    sale = fresh(proposal)
    draft = replace(draft_of(sale), lines=(line,))
    save_draft(sale, draft, revision=current_of(sale).revision, by=by, at=at)
    return current_of(fresh(proposal)).lines.get().list_price


def test_a_line_remembers_the_list_until_its_price_is_written_anew(
    oven: Item, wholesale: PriceList, padaria: Customer, bruno: Member, marcos: Member, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now, lines=[offered(oven, 90)])
    set_price(wholesale, oven, Step(Decimal(0), Decimal(50)), by=marcos, at=now)
    assert again(proposal, offered(oven, 90, note="220 V"), bruno, now) == Decimal(90)
    assert again(proposal, offered(oven, 90, 10), bruno, now) == Decimal(80)
    assert again(proposal, offered(oven, 50), bruno, now) == Decimal(50)


def test_a_line_cut_from_its_item_or_written_by_its_code_is_measured_all_the_same(
    oven: Item, wholesale: PriceList, padaria: Customer, bruno: Member, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now, lines=[offered(oven, 90)])
    assert again(proposal, replace(offered(oven, 20), item_id=None), bruno, now) == Decimal(90)
    by_code = DraftLine("Outro nome", unit_price=Decimal(20), code="F-10")
    other = draft_for(padaria, bruno, now, lines=[by_code])
    assert current_of(other).lines.get().list_price == Decimal(90)
    free = draft_for(padaria, bruno, now, lines=[replace(by_code, code="?")])
    assert current_of(free).lines.get().list_price is None


def test_a_seller_cannot_lower_the_list_to_stay_under_a_rule(
    aurora: Company, oven: Item, wholesale: PriceList, padaria: Customer, bruno: Member, ana: Member, now: datetime
) -> None:
    save_rule(None, RuleData("discount", Decimal(10)), company=aurora, by=ana, at=now)
    with pytest.raises(Unfit, match="gerente"):
        save_item(oven, ItemData("F-10", "Forno", Decimal(60)), company=aurora, by=bruno, at=now)
    proposal = draft_for(padaria, bruno, now, lines=[offered(oven, 60)])
    assert need_of(proposal, current_of(proposal), by=bruno).caught
    # What a manager lowers afterwards is not what it was offered against.
    save_item(oven, ItemData("F-10", "Forno", Decimal(60)), company=aurora, by=ana, at=now)
    archive_list(wholesale, by=ana, at=now)
    assert need_of(fresh(proposal), current_of(fresh(proposal)), by=bruno).caught
