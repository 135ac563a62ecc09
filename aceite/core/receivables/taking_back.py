"""Taking back what was written down by mistake: that money came, or that it went."""

from datetime import datetime

from django.db import transaction

from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.permitting import require_member
from aceite.core.receivables.expecting import expect, settle, today_of
from aceite.core.receivables.models import Moved, MovedQuerySet, MovedT, Payment, Receivable, Refund
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record


def undo_payment(payment: Payment, *, by: Actor, at: datetime) -> Payment:
    """Takes a payment back that was confirmed by mistake; its row stays. Twice is harmless. Raises NotAllowed."""
    return _take_back(payment, Payment.objects.all(), "payment.undone", by=by, at=at)


def undo_refund(refund: Refund, *, by: Actor, at: datetime) -> Refund:
    """Takes back a refund written down by mistake; its row stays. Twice is harmless. Raises NotAllowed."""
    return _take_back(refund, Refund.objects.all(), "payment.return_undone", by=by, at=at)


def _take_back(moved: Moved, rows: MovedQuerySet[MovedT], kind: str, *, by: Actor, at: datetime) -> MovedT:
    proposal = moved.receivable.proposal
    member = require_member("payment.confirm", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        fresh = rows.select_for_update().get(pk=moved.pk)
        if fresh.undone_at is not None:
            return fresh
        fresh.undone_at, fresh.undone_by = at, member
        fresh.save(update_fields=["undone_at", "undone_by"])
        fresh.receivable = Receivable.objects.select_for_update().get(pk=fresh.receivable_id)
        settle(fresh.receivable)
        expect(locked, today_of(locked, at))
        record(kind, sale=locked.pk, by=by, at=at, data=fresh.facts)
    return fresh
