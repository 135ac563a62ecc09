"""One sale at a time: its row is locked before anything about it is decided."""

from typing import Final

from django.db import connection

from aceite.core.proposals.models import Proposal, ProposalVersion

# Worded once: building a query anew takes Django longer than running it.
_AS_IT_STANDS: Final = Proposal.objects.select_related("company", "customer", "current__paper")


def lock_sale(proposal: Proposal | int) -> Proposal:
    """The proposal as it stands once this transaction alone may change it, with its company, customer and version.

    Call inside `transaction.atomic()`. Locked first and read afterwards: PostgreSQL hands a waiting locker the fresh
    row, but the rows joined to it as they were before the wait; a version superseded meanwhile would still look sent.
    """
    pk = proposal.pk if isinstance(proposal, Proposal) else proposal
    # SQLite's transactions begin with the lock.
    if connection.features.has_select_for_update:
        Proposal.objects.select_for_update().values_list("pk").get(pk=pk)
    locked = _AS_IT_STANDS.get(pk=pk)
    if locked.current is not None:
        locked.current.proposal, locked.current.company = locked, locked.company
    return locked


def current_of(proposal: Proposal) -> ProposalVersion:
    """The version that counts; every saved proposal has one."""
    assert proposal.current is not None
    return proposal.current
