"""What recurs of an order and of its amendments: nothing is billed twice, nothing is left out, and an end ends it."""

from dataclasses import replace
from datetime import date, datetime

from aceite.core.agreements.models import Agreement
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.changes import REPLACES, TERMINATION, Change
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.amending import amend, set_change
from tests.core.receivables.test_recurring import CARE, FIRST, closed, dues
from tests.jobs import run_jobs
from tests.walk import OVEN, approved, fresh, ordered, sent, sent_for, signed, with_contract


def test_an_amendment_begun_with_what_recurs_replaces_it_and_bills_nothing_again(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = closed(padaria, bruno, carla, now)
    made = amend(order, Change(), with_lines=True, seller=bruno, by=bruno, at=now)
    version = current_of(fresh(made))
    assert [line.name for line in version.lines.all()] == [CARE.name]
    assert version.change.recurring == REPLACES
    assert version.change_words == ["Os valores recorrentes deste aditivo substituem os anteriores."]
    added = set_change(made, Change(), by=bruno, at=now)
    assert current_of(added).change_words == ["Os valores recorrentes deste aditivo somam-se ao que já se paga."]


def test_a_termination_ends_what_an_amendment_added_to_an_order_without_contract(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    order = follows(sent_for(padaria, bruno, now, lines=(OVEN,)), bruno, carla, now)
    added = amend(order, Change(), seller=bruno, by=bruno, at=now)
    care = replace(draft_of(fresh(added)), lines=(CARE,), recurring_first_due=FIRST)
    save_draft(added, care, revision=current_of(fresh(added)).revision, by=bruno, at=now)
    added = follows(sent(added, bruno, now), bruno, carla, now)
    assert Agreement.objects.get(proposal=order).contract is None
    ending = amend(order, Change(TERMINATION, date(2027, 1, 15)), seller=bruno, by=bruno, at=now)
    with_contract(ending, bruno, now, carla, title="Distrato")
    sent(ending, bruno, now)
    signed(ending, carla, at=now)
    follows(ending, bruno, carla, now)
    assert fresh(added).recurring_until == date(2027, 1, 15)
    assert dues(added) == [date(2026, 12, 10), date(2027, 1, 10)]


def follows(sale: Proposal, seller: Member, buyer: PanelUser, at: datetime) -> Proposal:
    approved(sale, buyer, at)
    ordered(sale, seller, at)
    run_jobs(at)
    return fresh(sale)
