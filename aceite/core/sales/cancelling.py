"""Ending a sale that will not happen; it stays in the list with its reason, drafts are never deleted."""

from datetime import datetime

from django.db import transaction

from aceite.core.proposals.locking import lock_sales
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require, require_move
from aceite.core.proposals.states import State
from aceite.core.sales.grouping import reopen, siblings_of
from aceite.core.sales.reasons import kept_reason
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record


def cancel(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """Cancels any sale that is not an order yet; alternatives that gave way to its approval are open again.

    Raises NotAllowed, NotNow and ReasonNeeded; twice is harmless.
    """
    require("proposal.cancel", proposal, by)
    kept = kept_reason(reason)
    with transaction.atomic():
        siblings = [sibling.pk for sibling in siblings_of(proposal)]
        locked, *others = lock_sales(proposal.pk, *siblings)
        if locked.state == State.CANCELLED:
            return locked
        require_move("proposal.cancel", locked, at)
        was_approved, data = locked.state == State.APPROVED, {"from": str(locked.state_at(at))}
        locked.state, locked.closed_reason = State.CANCELLED, kept
        locked.waiting_for, locked.waiting_since = "", None
        locked.save(update_fields=["state", "closed_reason", "waiting_for", "waiting_since"])
        record("proposal.cancelled", sale=locked.pk, by=by, at=at, data=data, personal={"reason": kept})
        if was_approved:
            reopen(locked, others, by=by, at=at)
        return locked
