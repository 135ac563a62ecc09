"""Two hands on one sale at the same instant leave one record and a whole chain."""

from dataclasses import replace
from datetime import datetime
from threading import Event as Signal
from typing import Any

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.changes import Change
from aceite.core.proposals.drafting import EditedMeanwhile, create_proposal, save_draft
from aceite.core.proposals.drafts import Draft, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import NotCurrent, NotNow
from aceite.core.proposals.picturing import hold_pictures
from aceite.core.sales import sending
from aceite.core.sales.amending import amend
from aceite.core.sales.approving import AlreadyApproved, approve
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.models import Approval, Order, Rescission
from aceite.core.sales.ordering import make_order
from aceite.core.sales.rescinding import rescind
from aceite.core.sales.revising import revise
from aceite.core.sales.sending import send
from aceite.core.sales.undoing import undo_approval
from aceite.core.signatures.models import Act, Statement
from aceite.core.trail.models import Event
from aceite.core.trail.verifying import verify_chains
from tests.threads import at_once
from tests.walk import FITTING, a_draft, answer_to, approved, draft_for, fresh, sent_for

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def proposal(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


def of_type(results: list[Any], *kinds: type) -> int:
    return sum(isinstance(result, kinds) for result in results)


def test_double_submit_and_two_tabs_are_one_approval(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    answer = answer_to(proposal)
    results = at_once(proposal.company_id, *[lambda: approve(proposal, answer, by=carla, at=now)] * 4)
    assert len({result.pk for result in results}) == 1, results
    assert Approval.objects.count() == Statement.objects.count() == 1
    assert Event.objects.filter(kind="proposal.approved").count() == 1
    assert list(verify_chains()) == []


def test_two_colleagues_approve_once(proposal: Proposal, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    gil.can_approve = True
    gil.save()
    answer = answer_to(proposal)
    results = at_once(
        proposal.company_id,
        lambda: approve(proposal, answer, by=carla, at=now),
        lambda: approve(proposal, answer, by=gil, at=now),
    )
    assert (of_type(results, Approval), of_type(results, AlreadyApproved)) == (1, 1), results


@pytest.mark.parametrize("_round", range(4))
def test_approve_against_revise(
    proposal: Proposal, carla: PanelUser, bruno: Member, now: datetime, _round: int
) -> None:
    answer = answer_to(proposal)
    results = at_once(
        proposal.company_id,
        lambda: approve(proposal, answer, by=carla, at=now),
        lambda: revise(proposal, by=bruno, at=now),
    )
    yes = of_type(results, Approval)
    # Exactly one of them happens; the other is told which.
    assert yes + of_type(results, ProposalVersion) == 1, results
    assert of_type(results, NotCurrent, NotNow) == 1
    assert fresh(proposal).state == ("approved" if yes else "draft")
    assert Statement.objects.count() == yes
    assert list(verify_chains()) == []


def test_approve_against_cancel(proposal: Proposal, carla: PanelUser, bruno: Member, now: datetime) -> None:
    answer = answer_to(proposal)
    results = at_once(
        proposal.company_id,
        lambda: approve(proposal, answer, by=carla, at=now),
        lambda: cancel(proposal, reason="Sem estoque", by=bruno, at=now),
    )
    # Cancelling an approved sale is allowed; approving a cancelled one is not.
    assert fresh(proposal).state == "cancelled"
    assert of_type(results, Approval, NotNow) == 1, results


def test_order_made_twice_at_once(
    proposal: Proposal, carla: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    approved(proposal, carla, now)
    by = [bruno, marcos, bruno, marcos]
    acts = [lambda who=who: make_order(proposal, by=who, at=now) for who in by]
    results = at_once(proposal.company_id, *acts)
    assert len({result.pk for result in results}) == 1, results
    assert Order.objects.count() == Event.objects.filter(kind="order.made").count() == 1


def test_sent_twice_at_once(padaria: Customer, bruno: Member, ana: Member, carla: PanelUser, now: datetime) -> None:
    draft = draft_for(padaria, bruno, now)
    results = at_once(
        padaria.company_id,
        lambda: send(draft, revision=0, by=bruno, at=now),
        lambda: send(draft, revision=0, by=ana, at=now),
    )
    assert len({result.bundle_sha256 for result in results}) == 1, results
    assert Event.objects.filter(kind="proposal.sent").count() == 1


def test_two_editors_at_once_one_is_told(padaria: Customer, bruno: Member, ana: Member, now: datetime) -> None:
    proposal = draft_for(padaria, bruno, now)
    drafts = [Draft(**{**draft_of(fresh(proposal)).__dict__, "title": title}) for title in ("De Bruno", "De Ana")]
    results = at_once(
        padaria.company_id,
        lambda: save_draft(proposal, drafts[0], revision=0, by=bruno, at=now),
        lambda: save_draft(proposal, drafts[1], revision=0, by=ana, at=now),
    )
    assert (of_type(results, Proposal), of_type(results, EditedMeanwhile)) == (1, 1), results


def test_numbers_have_no_gap_whoever_draws_them(padaria: Customer, bruno: Member, now: datetime) -> None:
    draft = a_draft(padaria.company, now)

    def make_many() -> None:
        for _ in range(5):
            create_proposal(padaria, draft, seller=bruno, by=bruno, at=now)

    assert at_once(padaria.company_id, *[make_many] * 4) == [None] * 4
    assert sorted(Proposal.objects.values_list("sequence", flat=True)) == list(range(1, 21))


def test_one_form_sent_twice_at_once_is_one_proposal(padaria: Customer, bruno: Member, now: datetime) -> None:
    draft = a_draft(padaria.company, now)
    results = at_once(
        padaria.company_id,
        *[lambda: create_proposal(padaria, draft, seller=bruno, key="form-1", by=bruno, at=now)] * 3,
    )
    assert len({result.pk for result in results}) == 1, results
    assert draft_for(padaria, bruno, now).sequence == 2


@pytest.fixture
def consumers(joana: Customer, joana_herself: PanelUser, bruno: Member, now: datetime) -> Proposal:
    """Approved by a person, who may still withdraw."""
    made = sent_for(joana, bruno, now)
    approved(made, joana_herself, now)
    return fresh(made)


def test_withdrawing_twice_at_once_is_one(consumers: Proposal, joana_herself: PanelUser, now: datetime) -> None:
    answer = answer_to(consumers, Act.RESCIND)
    results = at_once(consumers.company_id, *[lambda: rescind(consumers, answer, by=joana_herself, at=now)] * 3)
    assert len({result.pk for result in results}) == 1, results
    assert Event.objects.filter(kind="proposal.rescinded").count() == 1
    assert list(verify_chains()) == []


@pytest.mark.parametrize("_round", range(3))
def test_withdrawing_against_the_order(
    consumers: Proposal, joana_herself: PanelUser, bruno: Member, now: datetime, _round: int
) -> None:
    answer = answer_to(consumers, Act.RESCIND)
    results = at_once(
        consumers.company_id,
        lambda: rescind(consumers, answer, by=joana_herself, at=now),
        lambda: make_order(consumers, by=bruno, at=now),
    )
    # She withdraws either way; the order is made before, or not at all.
    assert of_type(results, Rescission) == 1 and fresh(consumers).state == "rescinded", results
    assert of_type(results, Order, NotNow) == 1
    assert list(verify_chains()) == []


@pytest.mark.parametrize("_round", range(3))
def test_withdrawing_against_undoing_and_cancelling(
    consumers: Proposal, joana_herself: PanelUser, marcos: Member, now: datetime, _round: int
) -> None:
    answer = answer_to(consumers, Act.RESCIND)
    results = at_once(
        consumers.company_id,
        lambda: rescind(consumers, answer, by=joana_herself, at=now),
        lambda: undo_approval(consumers, reason="Engano", by=marcos, at=now),
        lambda: cancel(consumers, reason="Fora de linha", by=marcos, at=now),
    )
    standing = fresh(consumers).state
    assert of_type(results, Rescission) == (standing == "rescinded"), results
    assert standing in {"rescinded", "cancelled"}
    assert list(verify_chains()) == []


def test_an_amendment_is_not_sent_in_the_instant_of_the_withdrawal(
    consumers: Proposal, joana_herself: PanelUser, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_order(consumers, by=bruno, at=now)
    amendment = amend(fresh(consumers), Change(), seller=bruno, by=bruno, at=now)
    draft = replace(draft_of(fresh(amendment)), lines=(FITTING,))
    save_draft(amendment, draft, revision=current_of(fresh(amendment)).revision, by=bruno, at=now)
    withdrawn = Signal()

    def withdrawn_meanwhile(version: ProposalVersion) -> None:
        # The purchase was found standing. Whoever is not kept out by a lock withdraws from it now.
        withdrawn.wait(timeout=1)
        hold_pictures(version)

    def withdraw() -> Rescission:
        made = rescind(consumers, answer_to(consumers, Act.RESCIND), by=joana_herself, at=now)
        withdrawn.set()
        return made

    monkeypatch.setattr(sending, "hold_pictures", withdrawn_meanwhile)
    revision = current_of(fresh(amendment)).revision
    at_once(consumers.company_id, lambda: send(amendment, revision=revision, by=bruno, at=now), withdraw)
    states = [fresh(one).state for one in (consumers, amendment)]
    assert states in (["order", "sent"], ["rescinded", "draft"]), states
    assert list(verify_chains()) == []
