"""What a sale gives to expect, part by part: the payments of its plan, and what recurs up to a horizon."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.states import State
from aceite.core.receivables.numbers import FIRST_RECURRING
from aceite.core.sales.repeated import asked

# So far ahead recurring payments stand among those to receive; the clock adds the next ones day by day.
HORIZON: Final = timedelta(days=92)


@dataclass(frozen=True)
class Part:
    """One payment that is expected."""

    number: int
    due_on: date
    amount: Decimal
    method: str


def expected_of(proposal: Proposal, today: date) -> list[Part]:
    """The down payment from the approval on, all of the plan from the order on, and what recurs up to the horizon."""
    if proposal.state not in {State.APPROVED, State.ORDER}:
        return []
    version = current_of(proposal)
    plan = [Part(one.number, one.due_on, one.amount, one.method) for one in version.instalments.order_by("number")]
    if proposal.state == State.APPROVED:
        return [part for part in plan if part.number == 0]
    return [*plan, *_recurring(proposal, version, today)]


def _recurring(proposal: Proposal, version: ProposalVersion, today: date) -> list[Part]:
    return [
        Part(FIRST_RECURRING + charge.month, charge.due_on, charge.amount, version.recurring_method)
        for charge in asked(proposal, until=today + HORIZON, ends_on=proposal.recurring_until)
    ]
