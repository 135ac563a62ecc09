"""One sale at a time: its row is locked before anything about it is decided."""

from typing import Final

from django.db import connection

from aceite.core.proposals.models import Proposal, ProposalQuerySet, ProposalVersion

# Worded once: building a query anew takes Django longer than running it.
_AS_IT_STANDS: Final = Proposal.objects.select_related("company", "customer", "current__paper")
_FOR_AN_ACT: Final = _AS_IT_STANDS.only(
    *(f.name for f in Proposal._meta.concrete_fields if f.name not in {"internal_notes", "search"}),
    *(f"company__{name}" for name in ("zone", "language", "copies_policy", "uses_contracts", "trade_name")),
    *(f"customer__{name}" for name in ("company", "kind", "name", "taxid")),
    *(f"current__{name}" for name in ("company", "proposal", "version", "state", "sent_at", "total", "bundle_sha256")),
    *(f"current__paper__{name}" for name in ("company", "sha256", "size", "pages")),
)


def lock_sale(proposal: Proposal | int) -> Proposal:
    """The proposal as it stands once this transaction alone may change it, with its company, customer and version.

    Call inside `transaction.atomic()`. Locked first and read afterwards: PostgreSQL hands a waiting locker the fresh
    row, but the rows joined to it as they were before the wait; a version superseded meanwhile would still look sent.
    """
    return _locked(proposal, _AS_IT_STANDS)


def lock_for_act(proposal: Proposal | int) -> Proposal:
    """The same for an act of the customer, where every millisecond counts: texts and addresses are left unread."""
    return _locked(proposal, _FOR_AN_ACT)


def _locked(proposal: Proposal | int, rows: ProposalQuerySet) -> Proposal:
    pk = proposal.pk if isinstance(proposal, Proposal) else proposal
    # SQLite's transactions begin with the lock.
    if connection.features.has_select_for_update:
        Proposal.objects.select_for_update().values_list("pk").get(pk=pk)
    locked = rows.get(pk=pk)
    if locked.current is not None:
        locked.current.proposal, locked.current.company = locked, locked.company
    return locked


def current_of(proposal: Proposal) -> ProposalVersion:
    """The version that counts; every saved proposal has one."""
    assert proposal.current is not None
    return proposal.current
