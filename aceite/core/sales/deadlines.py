"""What the clock tells: a reminder before the last valid day ends, and its end. No sale needs it to expire."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.permitting import require
from aceite.core.proposals.states import State
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record

REMIND_BEFORE: Final = timedelta(days=3)
# A proposal valid for only a few days is not followed by a reminder on the day it was sent.
REST: Final = timedelta(days=1)


def due(at: datetime) -> ProposalQuerySet:
    """The sent proposals of which the clock has something to tell that was not told yet."""
    # Standing as sent, their end was not told yet.
    sent = Proposal.objects.filter(standing=State.SENT)
    ended = sent.filter(expires_at__lte=at)
    ending = sent.filter(expires_at__gt=at, expires_at__lte=at + REMIND_BEFORE, reminded_at=None)
    return ended | ending


def tell_deadline(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Records *expired* or *reminded* once for each last valid day; subscribers mail it. Twice is harmless."""
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
        elif state is State.SENT and _should_remind(locked, version.sent_at, at):
            locked.reminded_at = at
            locked.save(update_fields=["reminded_at"])
            record("proposal.reminded", sale=locked.pk, by=by, at=at, data=data)


def _should_remind(proposal: Proposal, sent_at: datetime | None, at: datetime) -> bool:
    if proposal.reminded_at is not None or proposal.expires_at is None or sent_at is None:
        return False
    return proposal.expires_at - at <= REMIND_BEFORE and at - sent_at >= REST
