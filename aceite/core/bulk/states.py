"""The life of an act on many sales as a table of moves."""

from enum import StrEnum
from typing import Final

from aceite.kit.states import Move, Moves


class BulkState(StrEnum):
    """Where it stands. A stopped one keeps what was done, and can go on."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class Outcome(StrEnum):
    """What became of one sale."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


MOVES: Final[Moves[BulkState]] = Moves(
    Move("bulk.go_on", BulkState.STOPPED, BulkState.RUNNING, "member"),
    Move("bulk.stop", BulkState.RUNNING, BulkState.STOPPED, "member"),
    Move("bulk.finish", BulkState.RUNNING, BulkState.DONE, "system"),
)
