"""Taking back an approval: never silently, and never erasing what the customer stated."""

from datetime import datetime

from django.db import transaction

from aceite.core.contracts.turns import turn_in
from aceite.core.proposals.locking import lock_sales
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require_member, require_move
from aceite.core.proposals.states import State
from aceite.core.sales.grouping import reopen, siblings_of
from aceite.core.sales.models import Approval
from aceite.core.sales.reasons import kept_reason
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record


def undo_approval(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> Approval:
    """The sale is sent again (or expired, when its last day has passed); statement and file of the approval stay.

    By a manager, with a reason the customer reads. Raises NotAllowed, NotNow, ReasonNeeded; twice is harmless.
    """
    by = require_member("approval.undo", proposal, by)
    kept = kept_reason(reason)
    with transaction.atomic():
        siblings = [sibling.pk for sibling in siblings_of(proposal)]
        locked, *others = lock_sales(proposal.pk, *siblings)
        newest = locked.approvals.filter(version=locked.current).first()
        if newest is not None and newest.undone_at is not None and locked.state == State.SENT:
            return newest
        require_move("approval.undo", locked, at)
        approval = locked.approvals.get(undone_at=None)
        approval.undone_at, approval.undone_by, approval.undone_reason = at, by, kept
        approval.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        locked.state, locked.approved_at = State.SENT, None
        locked.waiting_for, locked.waiting_since = turn_in(locked), at
        locked.save(update_fields=["state", "approved_at", "waiting_for", "waiting_since"])
        data = {"approval": approval.pk}
        record("approval.undone", sale=locked.pk, by=by, at=at, data=data, personal={"reason": kept})
        reopen(locked, others, by=by, at=at)
        return approval
