"""Who stands in for whom, from the first day to the end of the last."""

from datetime import date, datetime, timedelta

import pytest

from aceite.core.companies.models import Company
from aceite.core.people.absences import closure, reads_for
from aceite.core.people.models import Absence, Member
from aceite.core.people.sight import sellers_seen
from aceite.core.people.standing_in import Away, end_absence, places_taken, plan_absence
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit

TODAY = date(2026, 11, 24)


def away(stand_in: Member, first: int = 0, last: int = 6) -> Away:
    """From so many days after today to so many."""
    return Away(TODAY + timedelta(days=first), TODAY + timedelta(days=last), stand_in)


def test_a_stand_in_takes_the_place_from_the_first_day_to_the_last(marcos: Member, ana: Member, now: datetime) -> None:
    plan_absence(marcos, away(ana, 1, 2), by=marcos, at=now)
    taken = [list(places_taken(ana, at=now + timedelta(days=day))) for day in range(4)]
    assert taken == [[], [marcos], [marcos], []]


def test_the_same_absence_twice_is_one(marcos: Member, ana: Member, now: datetime) -> None:
    first = plan_absence(marcos, away(ana), by=marcos, at=now)
    assert plan_absence(marcos, away(ana), by=marcos, at=now) == first
    assert Event.objects.filter(kind="absence.planned").count() == 1


def test_days_that_overlap_another_absence_are_refused(
    marcos: Member, ana: Member, bruno: Member, now: datetime
) -> None:
    plan_absence(marcos, away(ana), by=marcos, at=now)
    with pytest.raises(Unfit):
        plan_absence(marcos, away(bruno, 6, 9), by=marcos, at=now)
    with pytest.raises(Unfit, match="também está ausente"):
        plan_absence(bruno, away(marcos), by=bruno, at=now)


@pytest.mark.parametrize(("first", "last"), [(3, 1), (-9, -1)])
def test_days_that_cannot_be_are_refused(marcos: Member, ana: Member, now: datetime, first: int, last: int) -> None:
    with pytest.raises(Unfit):
        plan_absence(marcos, away(ana, first, last), by=marcos, at=now)


def test_nobody_stands_in_for_herself_nor_a_stranger(marcos: Member, eva: Member, now: datetime) -> None:
    for other in (marcos, eva):
        with pytest.raises(Unfit):
            plan_absence(marcos, away(other), by=marcos, at=now)


def test_a_seller_plans_her_own_absence_and_no_other(marcos: Member, bruno: Member, ana: Member, now: datetime) -> None:
    assert plan_absence(bruno, away(marcos), by=bruno, at=now).stand_in == marcos
    with pytest.raises(NotAllowed):
        plan_absence(marcos, away(ana), by=bruno, at=now)


def test_a_manager_gives_nobody_an_owners_place(ana: Member, marcos: Member, bruno: Member, now: datetime) -> None:
    for stand_in in (marcos, bruno):
        with pytest.raises(NotAllowed):
            plan_absence(ana, away(stand_in), by=marcos, at=now)


def test_an_absence_ends_early_once(marcos: Member, ana: Member, now: datetime) -> None:
    planned = plan_absence(marcos, away(ana), by=marcos, at=now)
    end_absence(planned, by=marcos, at=now)
    end_absence(planned, by=marcos, at=now)
    assert not places_taken(ana, at=now).exists() and not Absence.objects.standing().exists()
    assert Event.objects.filter(kind="absence.ended").count() == 1


def test_notices_go_on_to_whoever_stands_in_for_the_stand_in() -> None:
    assert closure([1], {1: {2}, 2: {3}, 3: {1}}) == {2: 1, 3: 1}
    assert closure([1, 2], {1: {2}}) == {}


def test_to_see_is_passed_on_and_a_right_that_was_lent_is_not(
    ana: Member, marcos: Member, bruno: Member, now: datetime
) -> None:
    assert reads_for(3, {1: {2}, 2: {3}, 3: {1}}) == {1, 2}
    Company.objects.update(sellers_see_all=False)
    plan_absence(ana, away(marcos), by=ana, at=now)
    plan_absence(marcos, away(bruno), by=ana, at=now)
    seller = Member.objects.get(pk=bruno.pk)
    assert sellers_seen(seller, at=now) == (bruno.pk, *sorted([ana.pk, marcos.pk]))
    assert list(places_taken(seller, at=now)) == [marcos]
