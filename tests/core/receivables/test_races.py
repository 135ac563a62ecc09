"""Two who confirm at the same instant count the money once."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.importing import Chosen, take_in
from aceite.core.receivables.models import BankStatement, Payment, Receivable
from aceite.core.receivables.receiving import AlreadyPaid, Received, confirm_payment
from aceite.core.receivables.taking_back import undo_payment
from aceite.core.trail.models import Event
from aceite.core.trail.verifying import verify_chains
from tests.jobs import run_jobs
from tests.threads import at_once
from tests.walk import approved, fresh, sent_for

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ENTRY = Received(date(2026, 11, 24), Decimal(38900), key="same")


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Approved, all of it to be paid ahead."""
    plan = (DraftInstalment(now.date(), Decimal(38900), "pix", down_payment=True),)
    proposal = sent_for(padaria, bruno, now, instalments=plan)
    approved(proposal, carla, now)
    return fresh(proposal)


def test_one_form_sent_four_times_at_once_is_one_payment(sale: Proposal, bruno: Member, now: datetime) -> None:
    results = at_once(sale.company_id, *[lambda: confirm_payment(sale, 0, ENTRY, by=bruno, at=now)] * 4)
    assert len({result.pk for result in results}) == 1, results
    assert Receivable.objects.get().received == Decimal(38900)
    assert Event.objects.filter(kind="payment.confirmed").count() == 1 and list(verify_chains()) == []


def test_two_sellers_confirm_the_same_money_once(sale: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    results = at_once(
        sale.company_id,
        lambda: confirm_payment(sale, 0, ENTRY, by=bruno, at=now),
        lambda: confirm_payment(sale, 0, replace(ENTRY, key="other"), by=marcos, at=now),
    )
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == [AlreadyPaid.__name__, Payment.__name__], results


def test_taken_back_twice_at_once_is_told_once(sale: Proposal, bruno: Member, now: datetime) -> None:
    payment = confirm_payment(sale, 0, ENTRY, by=bruno, at=now)
    at_once(sale.company_id, *[lambda: undo_payment(payment, by=bruno, at=now)] * 3)
    assert Event.objects.filter(kind="payment.undone").count() == 1
    assert Receivable.objects.get().received == 0


def test_one_form_of_a_statement_sent_twice_at_once_is_one_import(sale: Proposal, bruno: Member, now: datetime) -> None:
    run_jobs(now)
    rows = [Chosen(2, ENTRY.paid_on, ENTRY.amount, "Pix", "line", Receivable.objects.get().pk)]
    act = partial(take_in, sale.company, rows, name="x", key="form", by=bruno, at=now)
    results = at_once(sale.company_id, *[act] * 3)
    assert len({result.pk for result in results}) == 1, results
    assert Payment.objects.get().statement == BankStatement.objects.get()
