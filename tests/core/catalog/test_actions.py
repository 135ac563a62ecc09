"""The catalogue: items are judged, unique by code, found as people type, and kept by those who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from aceite.core.catalog.actions import CodeTaken, ItemData, archive_item, restore_item, save_item
from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit

OVEN = ItemData("F-10", "Forno elétrico", Decimal("18900.0000000001"))


@pytest.fixture
def oven(aurora: Company, bruno: Member, now: datetime) -> Item:
    return save_item(None, OVEN, company=aurora, by=bruno, at=now)


def test_an_item_keeps_ten_decimals_and_is_found_without_accents(oven: Item) -> None:
    found = Item.objects.matching("f-10 FORNO eletrico").get()
    assert found.price == Decimal("18900.0000000001")


def test_a_change_names_its_fields_and_no_change_is_no_event(
    oven: Item, aurora: Company, bruno: Member, now: datetime
) -> None:
    for _ in range(2):
        save_item(oven, replace(OVEN, name="Forno a gás"), company=aurora, by=bruno, at=now)
    assert Event.objects.get(kind="item.changed").data == {"item": oven.pk, "fields": ["name"]}


def test_a_code_is_one_items(
    oven: Item, aurora: Company, boreal: Company, eva: Member, bruno: Member, now: datetime
) -> None:
    with pytest.raises(CodeTaken, match="Forno elétrico") as refusal:
        save_item(None, replace(OVEN, name="Outro"), company=aurora, by=bruno, at=now)
    assert refusal.value.existing == oven
    assert save_item(None, OVEN, company=boreal, by=eva, at=now).company == boreal


def test_an_archived_item_leaves_the_choices_and_comes_back(oven: Item, bruno: Member, now: datetime) -> None:
    for _ in range(2):
        archive_item(oven, by=bruno, at=now)
    assert not Item.objects.active().exists()
    restore_item(oven, by=bruno, at=now)
    assert list(Event.objects.order_by("seq").values_list("kind", flat=True)) == [
        "item.created",
        "item.archived",
        "item.restored",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", " "),
        ("name", ""),
        ("unit", ""),
        ("kind", "rent"),
        ("price", Decimal("-0.01")),
        ("price", Decimal("1e11")),
        ("price", Decimal("NaN")),
        ("price", Decimal("0.00000000001")),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    field: str, value: Any, aurora: Company, bruno: Member, now: datetime
) -> None:
    with pytest.raises(Unfit) as refusal:
        save_item(None, replace(OVEN, **{field: value}), company=aurora, by=bruno, at=now)
    assert refusal.value.field == field


@pytest.mark.parametrize("who", ["iris", "eva", "carla"])
def test_readers_strangers_and_customers_keep_no_catalogue(
    who: str, aurora: Company, oven: Item, now: datetime, request: Any
) -> None:
    actor = request.getfixturevalue(who)
    verbs: list[Callable[[], object]] = [
        lambda: save_item(None, replace(OVEN, code="G-1"), company=aurora, by=actor, at=now),
        lambda: save_item(oven, OVEN, company=aurora, by=actor, at=now),
        lambda: archive_item(oven, by=actor, at=now),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()


def test_the_very_code_is_found_first_and_every_word_is_sought(ana: Member, now: datetime) -> None:
    for code, name in (
        ("AA", "Inox polido"),
        ("INOX-2", "Chapa"),
        ("INOX", "Bobina"),
        ("MES", "Mesa de apoio em inóx"),
    ):
        data = ItemData(code=code, name=name, price=Decimal(1))
        save_item(None, data, company=ana.company, by=ana, at=now)
    found = Item.objects.matching("INÓX").best_first("INÓX")
    assert [item.code for item in found] == ["INOX", "INOX-2", "AA", "MES"]
    assert [item.code for item in Item.objects.matching("inox mesa")] == ["MES"]
