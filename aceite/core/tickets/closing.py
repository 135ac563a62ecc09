"""Either side closes a support thread, or opens it again without a word."""

from datetime import datetime

from django.db import transaction

from aceite.core.tickets.models import Ticket
from aceite.core.tickets.states import MOVES, TicketState
from aceite.core.tickets.writing import require_side
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record


def close_ticket(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """Nothing is left to say; twice is harmless. Raises NotAllowed."""
    return _move(ticket, "ticket.close", "ticket.closed", by, at)


def reopen_ticket(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """Something is left to say after all; twice is harmless. Raises NotAllowed."""
    return _move(ticket, "ticket.reopen", "ticket.reopened", by, at)


def _move(ticket: Ticket, verb: str, kind: str, by: Actor, at: datetime) -> Ticket:
    require_side(ticket, by)
    with transaction.atomic():
        locked = Ticket.objects.select_for_update().get(pk=ticket.pk)
        move = MOVES.find(verb, TicketState(locked.state))
        if move is not None:
            locked.state, locked.moved_at = move.target, at
            locked.save(update_fields=["state", "moved_at"])
            record(kind, sale=locked.proposal_id, by=by, at=at, data={"ticket": locked.pk})
    return locked
