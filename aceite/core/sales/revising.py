"""A sent version gives way to the next one: revised because it can be better, or withdrawn because it cannot stand."""

from datetime import datetime, timedelta

from django.db import transaction

from aceite.core.contracts.closing import void_signatures
from aceite.core.contracts.copying import copy_contracts
from aceite.core.contracts.forgetting import forget_prepared
from aceite.core.proposals.copying import next_version
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import require, require_move
from aceite.core.proposals.states import State, VersionState
from aceite.core.sales.reasons import kept_reason
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record


def revise(proposal: Proposal, *, by: Actor, at: datetime) -> ProposalVersion:
    """Opens version n+1 as a draft with the same content; version n is superseded, its signatures visibly void.

    A proposal whose next version is open already gives that one. Raises NotAllowed and NotNow.
    """
    require("proposal.revise", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        version = current_of(locked)
        if version.is_draft:
            return version
        require_move("proposal.revise", locked, at)
        following = _follow(locked, version, VersionState.SUPERSEDED, by=by, at=at)
        data = {"from": version.version, "to": following.version}
        record("proposal.revised", sale=locked.pk, by=by, at=at, data=data)
        return following


def withdraw(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> ProposalVersion:
    """Closes the sent version for good and opens the next as a draft; the customer is told the reason.

    A sent proposal can bind its vendor until it expires (Código Civil, arts. 427 and 428): the page says so before.
    Raises NotAllowed, NotNow and ReasonNeeded; twice is harmless.
    """
    require("proposal.withdraw", proposal, by)
    kept = kept_reason(reason)
    with transaction.atomic():
        locked = lock_sale(proposal)
        version = current_of(locked)
        if _withdrawn_before(locked, version):
            return version
        require_move("proposal.withdraw", locked, at)
        following = _follow(locked, version, VersionState.WITHDRAWN, by=by, at=at)
        data = {"from": version.version, "to": following.version}
        record("proposal.withdrawn", sale=locked.pk, by=by, at=at, data=data, personal={"reason": kept})
        return following


def _withdrawn_before(proposal: Proposal, version: ProposalVersion) -> bool:
    before = proposal.versions.filter(version=version.version - 1, state=VersionState.WITHDRAWN)
    return version.is_draft and before.exists()


def _follow(
    proposal: Proposal, version: ProposalVersion, left_as: VersionState, *, by: Actor, at: datetime
) -> ProposalVersion:
    version.state, version.closed_at = left_as, at
    version.save(update_fields=["state", "closed_at"])
    void_signatures(version, by=by, at=at)
    forget_prepared(proposal)
    following = next_version(version, at=at)
    following.proposal, following.company = proposal, proposal.company
    _keep_valid(following, at)
    copy_contracts(version, following, at=at)
    proposal.current, proposal.state, proposal.expires_at = following, State.DRAFT, None
    proposal.waiting_for, proposal.waiting_since = "vendor", at
    proposal.save(update_fields=["current", "state", "expires_at", "waiting_for", "waiting_since"])
    return following


def _keep_valid(version: ProposalVersion, at: datetime) -> None:
    if version.end_of_validity() <= at:
        today = at.astimezone(version.company.tz).date()
        version.valid_until = today + timedelta(days=version.company.default_validity_days)
        version.save(update_fields=["valid_until"])
