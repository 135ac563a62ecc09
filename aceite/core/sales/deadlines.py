"""What the clock tells: that the last valid day has ended. No sale needs it to expire."""

from datetime import datetime

from django.db import transaction

from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.permitting import require
from aceite.core.proposals.states import State
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record


def due(at: datetime) -> ProposalQuerySet:
    """The sent proposals of which the clock has something to tell that was not told yet."""
    # Standing as sent, their end was not told yet.
    return Proposal.objects.filter(standing=State.SENT, expires_at__lte=at)


def tell_deadline(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Records *expired* once for each last valid day; subscribers mail it. Twice is harmless."""
    require("proposal.watch", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        version = current_of(locked)
        data = {"version": version.version, "expires_at": locked.expires_at.isoformat() if locked.expires_at else ""}
        state = locked.state_at(at)
        if state is State.EXPIRED and locked.expiry_recorded_at is None:
            locked.expiry_recorded_at = at
            locked.waiting_for, locked.waiting_since = "vendor", locked.expires_at
            locked.save(update_fields=["expiry_recorded_at", "waiting_for", "waiting_since"])
            record("proposal.expired", sale=locked.pk, by=by, at=at, data=data)
