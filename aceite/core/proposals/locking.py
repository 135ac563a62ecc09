"""One sale at a time: its row is locked before anything about it is decided."""

from aceite.core.proposals.models import Proposal, ProposalVersion


def lock_sale(proposal: Proposal | int) -> Proposal:
    """The proposal as it stands once this transaction alone may change it, with its company, customer and version.

    Call inside `transaction.atomic()`. Two queries on purpose: PostgreSQL hands a waiting locker the fresh row, but the
    rows joined to it as they were before the wait; a version superseded meanwhile would still look sent.
    """
    pk = proposal.pk if isinstance(proposal, Proposal) else proposal
    locked = Proposal.objects.select_for_update().get(pk=pk)
    if locked.current_id is not None:
        joined = ProposalVersion.objects.select_related("company", "paper", "proposal__customer")
        version = joined.get(pk=locked.current_id)
        locked.company = version.company
        locked.customer = version.proposal.customer
        version.proposal = locked
        locked.current = version
    return locked


def current_of(proposal: Proposal) -> ProposalVersion:
    """The version that counts; every saved proposal has one."""
    assert proposal.current is not None
    return proposal.current
