"""Where a support thread stands, and what moves it."""

from enum import StrEnum

from aceite.kit.states import Move, Moves


class TicketState(StrEnum):
    """Open: the vendor has to answer; answered: he did; closed: nothing is left to say."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


_EVERY = tuple(TicketState)
_STANDING = (TicketState.OPEN, TicketState.ANSWERED)

# Whoever writes into a closed thread opens it again with what she writes.
MOVES: Moves[TicketState] = Moves(
    *(Move("ticket.ask", state, TicketState.OPEN, "panel_user") for state in _EVERY),
    *(Move("ticket.answer", state, TicketState.ANSWERED, "member") for state in _EVERY),
    *(Move("ticket.close", state, TicketState.CLOSED, "either") for state in _STANDING),
    Move("ticket.reopen", TicketState.CLOSED, TicketState.OPEN, "either"),
)
