"""Another seller takes over a sale."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.people.models import Member
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal


class SellerUnfit(Refusal):
    """This member cannot answer for a sale."""


def passes_to(proposal: Proposal, seller: Member) -> bool:
    """Whether this member can take the sale over; False when it is hers. Raises NotAllowed and SellerUnfit."""
    if seller.company_id != proposal.company_id:
        raise NotAllowed
    if not seller.may("proposal.edit"):
        raise SellerUnfit(_("%(name)s não pode cuidar de vendas.") % {"name": seller.name})
    return proposal.seller_id != seller.pk


def reassign(proposal: Proposal, seller: Member, *, by: Actor, at: datetime) -> Proposal:
    """From now on this member answers for the sale and gets its mails. Raises NotAllowed and SellerUnfit."""
    require("proposal.reassign", proposal, by)
    passes_to(proposal, seller)
    with transaction.atomic():
        locked = lock_sale(proposal)
        if not passes_to(locked, seller):
            return locked
        before, locked.seller = locked.seller_id, seller
        locked.save(update_fields=["seller"])
        record("proposal.reassigned", sale=locked.pk, by=by, at=at, data={"from": before, "to": seller.pk})
        return locked
