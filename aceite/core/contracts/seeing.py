"""Which sales a member may open: those she sees, and those she was named to sign for the company."""

from datetime import datetime

from aceite.core.contracts.countersigners import Countersigner
from aceite.core.people.models import Member
from aceite.core.people.sight import sellers_seen
from aceite.core.proposals.models import Proposal


def may_open(member: Member, sale: Proposal, *, at: datetime) -> bool:
    """Whether the page of the sale opens for her. What it leads to beyond its own page needs `sellers_seen`."""
    sellers = sellers_seen(member, at=at)
    if sellers is None or sale.seller_id in sellers:
        return True
    return Countersigner.objects.standing().of_sale(sale).held_by(member).exists()
