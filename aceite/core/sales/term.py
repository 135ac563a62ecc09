"""Until when a consumer may withdraw from what was approved: asked of the rows, counted in `kit.cooling_off`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.sales.models import Approval, Delivery
from aceite.kit.cooling_off import Places, end_of_withdrawal


@dataclass(frozen=True)
class Term:
    """A term as it stands: `ends` is the first moment after it; `delivered_on` the day it counts from, where one was
    written down that is later than the approval."""

    ends: datetime
    agreed_at: datetime
    delivered_on: date | None

    @property
    def last_moment(self) -> datetime:
        """The last minute that counts, as people read it: 23:59 and not the next day's 0:00."""
        return self.ends - timedelta(minutes=1)

    def is_open(self, at: datetime) -> bool:
        """Whether one may still withdraw at that moment."""
        return at < self.ends


def term_of(proposal: Proposal) -> Term | None:
    """The term of the standing approval; None where there is no relação de consumo, or nothing that was approved.

    A withdrawn sale keeps the one it had. Companies do not withdraw by this law, unless the sale says otherwise.
    """
    if not proposal.consumer_relation or proposal.state not in {State.APPROVED, State.ORDER, State.RESCINDED}:
        return None
    approval = Approval.objects.filter(proposal=proposal, undone_at=None).only("approved_at", "zone", "states").first()
    if approval is None:
        return None
    # Also what was corrected since: a day that was told to the customer is never taken back to her harm.
    days = Delivery.objects.filter(proposal=proposal)
    return _term(proposal, approval, list(days.values_list("delivered_on", flat=True)))


def kept_places(proposal: Proposal) -> dict[str, str]:
    """What is kept on an approval made now, for the term to be counted with whatever either party changes later."""
    company = proposal.company
    return {
        "zone": company.zone,
        "states": " ".join([company.holidays_state, company.state, proposal.customer.state]),
    }


def _term(proposal: Proposal, approval: Approval, delivered_on: list[date]) -> Term:
    agreed_at, zone = approval.approved_at, ZoneInfo(approval.zone)
    # Also days that were taken out of the list since: nobody takes back by a setting what the customer was told.
    own = proposal.company.own_days_since(agreed_at)
    places = Places.of(zone, *approval.states.split(), own=own)
    latest = max(delivered_on, default=None)
    after = latest if latest and latest > agreed_at.astimezone(zone).date() else None
    return Term(end_of_withdrawal(agreed_at, delivered_on, places), agreed_at, after)
