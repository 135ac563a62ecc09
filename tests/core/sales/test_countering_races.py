"""A counter-offer at the same instant as another act on the sale: each happens whole or not at all."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.counter_offers import CounterOffer, Outcome, Point
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import NotCurrent, NotNow
from aceite.core.sales.approving import approve
from aceite.core.sales.conceding import Ruling, answer_points, take_points
from aceite.core.sales.countering import Asked, note_points, send_points
from aceite.core.sales.models import Approval
from aceite.core.sales.revising import revise, withdraw
from aceite.core.trail.models import Event
from aceite.core.trail.verifying import verify_chains
from tests.threads import at_once
from tests.walk import answer_to, fresh, sent_for

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Sent, with another total noted by Carla."""
    proposal = sent_for(padaria, bruno, now)
    note_points(proposal, "total", [Asked("total", Decimal(38000))], by=carla, at=now)
    return proposal


def of_type(results: list[Any], *kinds: type) -> int:
    return sum(isinstance(result, kinds) for result in results)


def test_a_double_click_sends_once(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    results = at_once(sale.company_id, *[lambda: send_points(sale, "", version=1, by=carla, at=now)] * 4)
    assert len({result.pk for result in results}) == 1, results
    assert Event.objects.filter(kind="points.sent").count() == 1
    assert list(verify_chains()) == []


@pytest.mark.parametrize("verb", ["approve", "revise", "withdraw"])
def test_sent_against_an_act_that_ends_the_version(
    sale: Proposal, carla: PanelUser, bruno: Member, now: datetime, verb: str
) -> None:
    answer = answer_to(sale)
    acts = {
        "approve": lambda: approve(sale, answer, by=carla, at=now),
        "revise": lambda: revise(sale, by=bruno, at=now),
        "withdraw": lambda: withdraw(sale, reason="Errei", by=bruno, at=now),
    }
    results = at_once(sale.company_id, acts[verb], lambda: send_points(sale, "", version=1, by=carla, at=now))
    assert of_type(results, Approval, ProposalVersion) == 1, results
    assert of_type(results, CounterOffer, NotCurrent, NotNow) == 1, results
    sent = of_type(results, CounterOffer)
    assert CounterOffer.objects.sent().count() == Event.objects.filter(kind="points.sent").count() == sent
    assert not CounterOffer.objects.standing().exists()
    assert list(verify_chains()) == []


def test_taken_by_two_colleagues_at_once_is_one_version(
    sale: Proposal, carla: PanelUser, bruno: Member, ana: Member, now: datetime
) -> None:
    offer = send_points(sale, "", version=1, by=carla, at=now)
    answer_points(offer, {Point.objects.get().pk: Ruling(Outcome.ACCEPTED)}, by=bruno, at=now)
    acts = [lambda who=who: take_points(sale, by=who, at=now) for who in (bruno, ana, bruno)]
    results = at_once(sale.company_id, *acts)
    assert {result.version for result in results} == {2}, results
    assert Event.objects.filter(kind="points.taken").count() == 1
    assert current_of(fresh(sale)).total == 38000


def test_taken_against_an_approval(sale: Proposal, carla: PanelUser, bruno: Member, now: datetime) -> None:
    offer = send_points(sale, "", version=1, by=carla, at=now)
    answer_points(offer, {Point.objects.get().pk: Ruling(Outcome.ACCEPTED)}, by=bruno, at=now)
    answer = answer_to(sale)
    results = at_once(
        sale.company_id,
        lambda: approve(sale, answer, by=carla, at=now),
        lambda: take_points(sale, by=bruno, at=now),
    )
    assert of_type(results, Approval) + of_type(results, ProposalVersion) == 1, results
    assert of_type(results, NotCurrent, NotNow) == 1, results
