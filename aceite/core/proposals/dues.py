"""When what recurs in an order falls due: on the days agreed, or from the month after the order on."""

from datetime import date

from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.recurring import Dues, first_due_after, first_due_from


def order_day(proposal: Proposal) -> date | None:
    """The day on which it became an order, in the company's zone."""
    made = proposal.ordered_at
    return made.astimezone(proposal.company.tz).date() if made else None


def dues_of(proposal: Proposal) -> Dues | None:
    """When what recurs falls due; None before the order, and where nothing recurs.

    An amendment for which no first day was agreed asks for nothing before the day from which it counts.
    """
    version, ordered = current_of(proposal), order_day(proposal)
    if not version.recurring or ordered is None:
        return None
    day = version.recurring_day
    if version.recurring_first_due:
        return Dues(version.recurring_first_due, day)
    first, since = first_due_after(ordered, day), version.change.effective_on
    return Dues(max(first, first_due_from(since, day or ordered.day)) if since else first, day)
