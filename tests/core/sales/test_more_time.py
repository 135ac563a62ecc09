"""The customer asks for more time; it is the vendor who extends."""

from datetime import datetime, timedelta

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotNow
from aceite.core.sales.extending import extend, last_valid_day
from aceite.core.sales.more_time import AlreadyAnswered, TimeAsked, ask_for_time, keep_validity, time_asked
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.walk import approved, fresh, sent_for


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


def test_asking_extends_nothing_and_extending_answers(
    sale: Proposal, davi: PanelUser, bruno: Member, now: datetime
) -> None:
    holds = last_valid_day(sale)
    assert holds is not None
    until = holds + timedelta(days=7)
    for _ in range(2):
        ask_for_time(sale, until, "Viajo.", by=davi, at=now)
    assert (last_valid_day(fresh(sale)), time_asked(fresh(sale), at=now)) == (holds, TimeAsked(until, now))
    assert Event.objects.filter(kind="time.asked").count() == 1
    extend(fresh(sale), valid_until=until, by=bruno, at=now)
    assert time_asked(fresh(sale), at=now) is None


def test_a_request_stands_until_it_is_answered_or_its_day_is_past(
    sale: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    holds = last_valid_day(sale)
    assert holds is not None
    until = holds + timedelta(days=7)
    ask_for_time(sale, until, by=carla, at=now)
    assert time_asked(fresh(sale), at=now + timedelta(days=90)) is None
    extend(fresh(sale), valid_until=holds + timedelta(days=2), by=bruno, at=now)
    assert time_asked(fresh(sale), at=now) is None
    # The same once more is another request: the first one had its answer.
    for _ in range(2):
        ask_for_time(fresh(sale), until, by=carla, at=now)
    assert Event.objects.filter(kind="time.asked").count() == 2
    assert time_asked(fresh(sale), at=now) == TimeAsked(until, now)


def test_after_the_end_too_but_not_once_answered(
    sale: Proposal, carla: PanelUser, fabio: PanelUser, now: datetime
) -> None:
    day = now.date()
    for wrong in (day, day + timedelta(days=1), day + timedelta(days=500)):
        with pytest.raises(Unfit):
            ask_for_time(sale, wrong, by=carla, at=now)
    with pytest.raises(NotAllowed):
        ask_for_time(sale, day + timedelta(days=60), by=fabio, at=now)
    ask_for_time(sale, day + timedelta(days=60), by=carla, at=now + timedelta(days=40))
    approved(sale, carla, now)
    with pytest.raises(NotNow):
        ask_for_time(fresh(sale), day + timedelta(days=61), by=carla, at=now)


def test_the_vendor_keeps_the_validity_and_says_so_once(
    sale: Proposal, carla: PanelUser, bruno: Member, marcos: Member, iris: Member, now: datetime
) -> None:
    with pytest.raises(AlreadyAnswered):
        keep_validity(sale, by=bruno, at=now)
    assert not Event.objects.filter(kind="time.refused").exists()
    ask_for_time(sale, now.date() + timedelta(days=60), by=carla, at=now)
    with pytest.raises(NotAllowed):
        keep_validity(sale, by=iris, at=now)
    for _ in range(2):
        keep_validity(fresh(sale), "O preço muda em janeiro.", by=bruno, at=now)
    told = Event.objects.get(kind="time.refused")
    assert (told.data["panel_user"], time_asked(fresh(sale), at=now)) == (carla.pk, None)
    # Words mended afterwards reach nobody, and he is not told that they did.
    for other in ("O preço muda em fevereiro.", ""):
        with pytest.raises(AlreadyAnswered):
            keep_validity(fresh(sale), other, by=bruno, at=now)
    # A colleague who answers the same request later is told that it was answered, and does not believe he was first.
    with pytest.raises(AlreadyAnswered):
        keep_validity(fresh(sale), "Pode ser.", by=marcos, at=now)
    assert Event.objects.filter(kind="time.refused").count() == 1
