"""The clock records the end once; a sale expires whether or not anybody was told."""

from datetime import datetime, timedelta

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.deadlines import tell_deadline
from aceite.core.sales.extending import extend
from aceite.core.sales.tasks import watch_deadlines
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.jobs import run_jobs
from tests.walk import approved, sent_for


@pytest.fixture
def proposal(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Valid until 9 December."""
    return sent_for(padaria, bruno, now)


def told(at: datetime) -> list[str]:
    """What the sweep records when it runs twice at this moment."""
    before = Event.objects.count()
    for _ in range(2):
        watch_deadlines.enqueue()
        run_jobs(at=at)
    return list(Event.objects.order_by("pk").values_list("kind", flat=True)[before:])


def test_tells_the_end_once(proposal: Proposal, now: datetime) -> None:
    assert told(now + timedelta(days=13)) == []
    assert told(now + timedelta(days=20)) == ["proposal.expired"]
    proposal.refresh_from_db()
    assert proposal.waiting_for == "vendor" and proposal.waiting_since == proposal.expires_at


def test_extended_it_is_told_again(proposal: Proposal, bruno: Member, now: datetime) -> None:
    late = now + timedelta(days=20)
    told(late)
    extend(proposal, valid_until=(late + timedelta(days=10)).date(), by=bruno, at=late)
    assert told(late + timedelta(days=9)) == []
    assert told(late + timedelta(days=11)) == ["proposal.expired"]


def test_an_answered_one_has_no_end(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    approved(proposal, carla, now)
    run_jobs(at=now)
    assert told(now + timedelta(days=13)) == told(now + timedelta(days=20)) == []


def test_only_the_clock_tells(proposal: Proposal, bruno: Member, boreal: object, now: datetime) -> None:
    for somebody in (bruno, System(boreal.pk)):  # type: ignore[attr-defined]
        with pytest.raises(NotAllowed):
            tell_deadline(proposal, by=somebody, at=now)
