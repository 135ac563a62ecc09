"""The life of an import as a table of moves."""

from enum import StrEnum
from typing import Final

from aceite.kit.states import Move, Moves


class ImportState(StrEnum):
    """Where an import stands. A stopped one keeps what came in, and can go on."""

    CHOOSING = "choosing"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"
    FAILED = "failed"


MOVES: Final[Moves[ImportState]] = Moves(
    Move("import.start", ImportState.CHOOSING, ImportState.RUNNING, "member"),
    Move("import.start", ImportState.STOPPED, ImportState.RUNNING, "member"),
    Move("import.stop", ImportState.RUNNING, ImportState.STOPPED, "member"),
    Move("import.finish", ImportState.RUNNING, ImportState.DONE, "system"),
    Move("import.undo", ImportState.DONE, ImportState.UNDOING, "member"),
    Move("import.undo", ImportState.STOPPED, ImportState.UNDOING, "member"),
    Move("import.finish_undo", ImportState.UNDOING, ImportState.UNDONE, "system"),
)
