"""A company's conditions: the usual ones until it writes its own, kept by those who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from aceite.core.companies.models import Company
from aceite.core.conditions.actions import (
    adopt_usual,
    archive_condition,
    restore_condition,
    save_condition,
    usual_conditions,
)
from aceite.core.conditions.models import PaymentCondition
from aceite.core.conditions.terms import Terms
from aceite.core.conditions.usual import USUAL, Condition
from aceite.core.people.models import Member
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit

BY_PIX = Condition("Pix com 5 %", Terms(method="pix", rate=Decimal("-5")), "À vista no Pix")


@pytest.fixture
def by_pix(aurora: Company, marcos: Member, now: datetime) -> PaymentCondition:
    return save_condition(None, BY_PIX, company=aurora, by=marcos, at=now)


def test_a_condition_comes_back_as_it_was_written(by_pix: PaymentCondition) -> None:
    assert PaymentCondition.objects.get(pk=by_pix.pk).condition == BY_PIX


def test_the_first_one_brings_the_usual_ones_along(by_pix: PaymentCondition, aurora: Company) -> None:
    assert [row.condition for row in PaymentCondition.objects.all()] == [*usual_conditions(aurora), BY_PIX]


def test_adopting_twice_is_once(aurora: Company, marcos: Member, now: datetime) -> None:
    for _ in range(2):
        adopt_usual(aurora, by=marcos, at=now)
    assert PaymentCondition.objects.count() == len(USUAL)


def test_a_name_stands_once(by_pix: PaymentCondition, aurora: Company, marcos: Member, now: datetime) -> None:
    with pytest.raises(Unfit) as refused:
        save_condition(None, BY_PIX, company=aurora, by=marcos, at=now)
    assert refused.value.field == "name"


def test_saving_the_same_leaves_no_event(by_pix: PaymentCondition, marcos: Member, now: datetime) -> None:
    before = Event.objects.count()
    save_condition(by_pix, BY_PIX, company=by_pix.company, by=marcos, at=now)
    assert Event.objects.count() == before


def test_what_is_put_away_comes_back(by_pix: PaymentCondition, marcos: Member, now: datetime) -> None:
    archive_condition(by_pix, by=marcos, at=now)
    assert by_pix not in PaymentCondition.objects.active()
    restore_condition(by_pix, by=marcos, at=now)
    assert by_pix in PaymentCondition.objects.active()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(BY_PIX, name=" "), "name"),
        (replace(BY_PIX, terms=Terms(method="cheque")), "method"),
        (replace(BY_PIX, terms=Terms(parts=99)), "parts"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    aurora: Company, marcos: Member, now: datetime, said: Condition, field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        save_condition(None, said, company=aurora, by=marcos, at=now)
    assert refused.value.field == field and not PaymentCondition.objects.exists()


@pytest.mark.parametrize("act", [archive_condition, restore_condition])
def test_sellers_and_strangers_change_none(
    by_pix: PaymentCondition, bruno: Member, eva: Member, now: datetime, act: Callable[..., object]
) -> None:
    for by in (bruno, eva):
        with pytest.raises(NotAllowed):
            act(by_pix, by=by, at=now)
        with pytest.raises(NotAllowed):
            save_condition(None, BY_PIX, company=by_pix.company, by=by, at=now)
