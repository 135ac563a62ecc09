"""Alternatives: several proposals for one need, of which the customer approves one."""

import json
from datetime import datetime, timedelta

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import MoreBeside, current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotNow
from aceite.core.sales import approving
from aceite.core.sales.alternatives import (
    GroupDecided,
    InAnotherGroup,
    OtherCustomer,
    join_alternatives,
    leave_alternatives,
    make_alternative,
)
from aceite.core.sales.approving import approve
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.copying import copy_sale
from aceite.core.sales.deadlines import due
from aceite.core.sales.extending import extend
from aceite.core.sales.grouping import siblings_of
from aceite.core.sales.models import Approval
from aceite.core.sales.undoing import undo_approval
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.core.trail.verifying import verify_chains
from tests.threads import at_once
from tests.walk import answer_to, approved, declined, draft_for, fresh, ordered, sent, sent_for

SOON = timedelta(minutes=1)


def beside(proposal: Proposal, by: Member, at: datetime) -> Proposal:
    """An alternative of it, sent."""
    return sent(make_alternative(fresh(proposal), seller=by, by=by, at=at), by, at)


def states(*proposals: Proposal) -> list[str]:
    return [fresh(one).state for one in proposals]


@pytest.fixture
def basic(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


@pytest.fixture
def complete(basic: Proposal, bruno: Member, now: datetime) -> Proposal:
    return beside(basic, bruno, now)


def test_an_alternative_has_a_number_of_its_own(basic: Proposal, bruno: Member, now: datetime) -> None:
    made = make_alternative(basic, seller=bruno, key="form", by=bruno, at=now)
    assert make_alternative(basic, seller=bruno, key="form", by=bruno, at=now) == made
    assert made.number != basic.number
    assert list(siblings_of(fresh(made))) == [basic]
    assert list(siblings_of(fresh(basic))) == [made]


def test_an_alternative_is_valid_until_the_same_day(basic: Proposal, bruno: Member, now: datetime) -> None:
    company = basic.company
    day = now.astimezone(company.tz).date()
    company.default_validity_days = 3
    company.save()
    extend(basic, valid_until=day + timedelta(days=20), by=bruno, at=now)
    made = make_alternative(fresh(basic), seller=bruno, by=bruno, at=now)
    assert current_of(fresh(made)).valid_until == day + timedelta(days=20)
    # Of a draft whose day has passed, and of a plain copy, the validity begins anew.
    later = now + timedelta(days=30)
    assert current_of(make_alternative(made, seller=bruno, by=bruno, at=later)).valid_until == day + timedelta(days=33)
    copy = copy_sale(fresh(basic), seller=bruno, by=bruno, at=now)
    assert current_of(copy).valid_until == day + timedelta(days=3)


def test_approving_one_supersedes_the_others(
    basic: Proposal, complete: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    third = make_alternative(fresh(basic), seller=bruno, by=bruno, at=now)
    approved(complete, carla, now + SOON)
    assert states(basic, complete, third) == ["superseded", "approved", "superseded"]
    for other in (basic, third):
        newest = Event.objects.of_chain(other.company_id, f"sale/{other.pk}").last()
        assert newest is not None
        assert (newest.kind, newest.data["approved"]) == ("proposal.superseded", complete.pk)
    with pytest.raises(NotNow, match="Outra alternativa"):
        approved(basic, carla, now + 2 * SOON)
    with pytest.raises(NotNow):
        sent(third, bruno, now + 2 * SOON)
    assert ordered(complete, bruno, now + 3 * SOON).proposal == complete
    assert list(verify_chains()) == []


def test_undoing_the_approval_opens_the_others_as_they_were(
    basic: Proposal, complete: Proposal, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    third = make_alternative(fresh(basic), seller=bruno, by=bruno, at=now)
    approved(complete, carla, now + SOON)
    undo_approval(fresh(complete), reason="Engano", by=marcos, at=now + 2 * SOON)
    assert states(basic, complete, third) == ["sent", "sent", "draft"]
    ended = fresh(basic).expires_at
    assert ended is not None
    assert fresh(basic).state_at(ended) == "expired"
    approved(basic, carla, now + 3 * SOON)
    assert states(basic, complete, third) == ["approved", "superseded", "superseded"]


def test_cancelling_the_approved_one_opens_the_others_again(
    basic: Proposal, complete: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    third = make_alternative(fresh(basic), seller=bruno, by=bruno, at=now)
    approved(complete, carla, now + SOON)
    for _twice in range(2):
        cancel(fresh(complete), reason="Sem estoque", by=bruno, at=now + 2 * SOON)
    assert states(basic, complete, third) == ["sent", "cancelled", "draft"]
    newest = Event.objects.of_chain(basic.company_id, f"sale/{basic.pk}").last()
    assert newest is not None
    assert (newest.kind, newest.data) == ("proposal.reopened", {"version": 1, "cancelled": complete.pk})
    approved(basic, carla, now + 3 * SOON)
    assert list(verify_chains()) == []


def test_cancelling_one_that_was_not_approved_leaves_the_others_alone(
    basic: Proposal, complete: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    third = declined(beside(basic, bruno, now), carla, now).proposal
    approved(complete, carla, now + SOON)
    cancel(fresh(third), reason="Fora de linha", by=bruno, at=now + 2 * SOON)
    assert states(basic, complete, third) == ["superseded", "approved", "cancelled"]


def test_what_came_to_its_end_stays_what_it_is(
    basic: Proposal, complete: Proposal, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    third = beside(basic, bruno, now)
    cancel(basic, reason="Fora de linha", by=bruno, at=now)
    declined(third, carla, now)
    approved(complete, carla, now + SOON)
    undo_approval(fresh(complete), reason="Engano", by=marcos, at=now + 2 * SOON)
    assert states(basic, third) == ["cancelled", "declined"]


def test_nobody_is_reminded_of_what_was_superseded(
    basic: Proposal, complete: Proposal, carla: PanelUser, now: datetime
) -> None:
    approved(complete, carla, now + SOON)
    assert not due(now + timedelta(days=400)).exists()


def test_drafts_join_and_leave(padaria: Customer, basic: Proposal, bruno: Member, now: datetime) -> None:
    draft = draft_for(padaria, bruno, now)
    join_alternatives(draft, beside=basic, by=bruno, at=now)
    join_alternatives(draft, beside=basic, by=bruno, at=now)
    assert list(siblings_of(fresh(basic))) == [draft]
    leave_alternatives(fresh(draft), by=bruno, at=now)
    leave_alternatives(fresh(draft), by=bruno, at=now)
    assert siblings_of(fresh(draft)) == ()
    with pytest.raises(NotNow):
        join_alternatives(fresh(basic), beside=draft, by=bruno, at=now)
    join_alternatives(draft, beside=basic, by=bruno, at=now)
    sent(draft, bruno, now)
    with pytest.raises(NotNow):
        leave_alternatives(fresh(draft), by=bruno, at=now)


def test_only_fit_proposals_stand_together(
    padaria: Customer, joana: Customer, basic: Proposal, complete: Proposal, bruno: Member, now: datetime
) -> None:
    with pytest.raises(OtherCustomer):
        join_alternatives(draft_for(joana, bruno, now), beside=basic, by=bruno, at=now)
    draft = draft_for(padaria, bruno, now)
    make_alternative(draft, seller=bruno, by=bruno, at=now)
    with pytest.raises(InAnotherGroup):
        join_alternatives(fresh(draft), beside=complete, by=bruno, at=now)


def test_nothing_joins_what_was_decided(
    padaria: Customer, basic: Proposal, complete: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    third = declined(beside(basic, bruno, now), carla, now).proposal
    approved(complete, carla, now + SOON)
    for decided in (basic, complete, third):
        with pytest.raises((NotNow, GroupDecided)):
            join_alternatives(draft_for(padaria, bruno, now), beside=fresh(decided), by=bruno, at=now)


def test_readers_and_strangers_touch_no_alternatives(
    basic: Proposal, iris: Member, eva: Member, bruno: Member, now: datetime
) -> None:
    for member in (iris, eva):
        with pytest.raises(NotAllowed):
            make_alternative(basic, seller=bruno, by=member, at=now)


def test_the_bundle_names_the_others_as_they_stood(
    basic: Proposal, complete: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    told = json.loads(current_of(fresh(complete)).manifest)["alternatives"]
    first = current_of(basic)
    assert told == [
        {"id": basic.pk, "number": basic.number, "state": "sent", "version": 1, "bundle_sha256": first.bundle_sha256}
    ]
    assert "alternatives" not in json.loads(first.manifest)


def test_an_alternative_that_came_meanwhile_is_looked_at_first(
    basic: Proposal, bruno: Member, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, first = answer_to(basic), iter([True])
    monkeypatch.setattr(approving, "siblings_of", lambda sale: () if next(first, False) else siblings_of(sale))
    make_alternative(fresh(basic), seller=bruno, by=bruno, at=now)
    with pytest.raises(MoreBeside):
        approve(fresh(basic), answer, by=carla, at=now + SOON)
    approved(basic, carla, now + SOON)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_two_siblings_approved_in_the_same_second_are_one_approval(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime, _round: int
) -> None:
    gil.can_approve = True
    gil.save()
    basic = sent_for(padaria, bruno, now)
    complete = beside(basic, bruno, now)
    answers = answer_to(basic), answer_to(complete)
    results = at_once(
        basic.company_id,
        lambda: approve(basic, answers[0], by=carla, at=now),
        lambda: approve(complete, answers[1], by=gil, at=now),
        lambda: approve(fresh(complete), answers[1], by=gil, at=now),
    )
    won = [one for one in results if isinstance(one, Approval)]
    assert len({one.pk for one in won}) == 1, results
    assert all(isinstance(one, Approval | NotNow) for one in results), results
    assert sorted(states(basic, complete)) == ["approved", "superseded"]
    assert list(verify_chains()) == []
