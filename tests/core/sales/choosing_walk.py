"""Steps of a customer who chooses: what she picks of the version shown, and what the worker makes of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.options import Pick
from aceite.core.sales.choosing import Chosen, confirm_choice
from aceite.core.sales.offer_choices import OfferChoice
from tests.jobs import run_jobs
from tests.walk import FITTING, ORIGIN, OVEN, fresh, sent_for

SOON = timedelta(minutes=1)
# An oven, a fitting one may add, and between 1 and 4 trays, of which two are offered.
OPTIONAL = replace(FITTING, choice="out", key="fitting")
TRAYS = replace(
    OVEN, name="Assadeira", code="ASD-1", unit_price=Decimal("120.35"), quantity=Decimal(2), key="trays",
    quantity_least=Decimal(1), quantity_most=Decimal(4), quantity_step=Decimal(1),
)  # fmt: skip
OFFER = (OVEN, OPTIONAL, TRAYS)


def offered(customer: Customer, by: Member, at: datetime, **changes: object) -> Proposal:
    """A sent proposal that leaves something to choose."""
    return sent_for(customer, by, at, **({"lines": OFFER} | changes))


def picking(proposal: Proposal, **picks: Pick) -> Chosen:
    """What the panel posts for the version it shows."""
    version = fresh(proposal).shown
    assert version is not None
    return Chosen(version.version, version.bundle_sha256, picks, ORIGIN)


FITTED = {"fitting": Pick(taken=True, quantity=Decimal("1.5"))}


def confirmed(proposal: Proposal, by: PanelUser, at: datetime, **picks: Pick) -> OfferChoice:
    """The click: the fitting as well, unless something else is picked."""
    return confirm_choice(fresh(proposal), picking(proposal, **(picks or FITTED)), by=by, at=at)


def chosen(proposal: Proposal, by: PanelUser, at: datetime, **picks: Pick) -> ProposalVersion:
    """The click and what follows: the version that stands then."""
    confirmed(proposal, by, at, **picks)
    run_jobs(at + SOON)
    return current_of(fresh(proposal))
