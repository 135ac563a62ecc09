"""A new proposal made from a whole sale: offer, attachments and contracts."""

from datetime import date, datetime

from django.db import transaction

from aceite.core.contracts.copying import copy_contracts
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.copying import copy_proposal
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.trail.actors import Actor


def copy_sale(
    proposal: Proposal,
    *,
    customer: Customer | None = None,
    valid_until: date | None = None,
    seller: Member,
    key: str = "",
    by: Actor,
    at: datetime,
) -> Proposal:
    """A new draft with everything of the current version; signers come along only for the same customer.

    `valid_until` is its last valid day where that is known; otherwise the validity moves along.

    The same `key` of a form twice gives the one copy. Raises NotAllowed, SaleForgotten.
    """
    with transaction.atomic():
        made = copy_proposal(proposal, customer=customer, valid_until=valid_until, seller=seller, key=key, by=by, at=at)
        copy_contracts(current_of(proposal), current_of(made), at=at)
        return made
