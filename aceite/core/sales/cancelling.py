"""Ending a sale that will not happen; it stays in the list with its reason, drafts are never deleted."""

from datetime import datetime

from django.db import transaction

from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require, require_move
from aceite.core.proposals.states import State
from aceite.core.sales.reasons import kept_reason
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record


def cancel(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> Proposal:
    """Cancels any sale that is not an order yet. Raises NotAllowed, NotNow and ReasonNeeded; twice is harmless."""
    require("proposal.cancel", proposal, by)
    kept = kept_reason(reason)
    with transaction.atomic():
        locked = lock_sale(proposal)
        if locked.state == State.CANCELLED:
            return locked
        require_move("proposal.cancel", locked, at)
        data = {"from": str(locked.state_at(at))}
        locked.state, locked.closed_reason = State.CANCELLED, kept
        locked.waiting_for, locked.waiting_since = "", None
        locked.save(update_fields=["state", "closed_reason", "waiting_for", "waiting_since"])
        record("proposal.cancelled", sale=locked.pk, by=by, at=at, data=data, personal={"reason": kept})
        return locked
