"""A table of moves: from which state which verb leads where, and who may do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

S = TypeVar("S", bound=Enum)


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One row of the table: `verb` leads from `source` to `target`; `who` names the right it takes."""

    verb: str
    source: S
    target: S
    who: str


class NotNow(Exception):
    """The verb does not lead out of this state. Rooms turn it into their own sentence."""

    def __init__(self, verb: str, state: Enum) -> None:
        self.verb = verb
        self.state = state
        super().__init__(f"{verb} leads nowhere from {state.value}")


class Moves(Generic[S]):
    """The whole table; a verb has at most one way out of a state."""

    def __init__(self, *moves: Move[S]) -> None:
        self._by_verb_and_state = {(move.verb, move.source): move for move in moves}
        if len(self._by_verb_and_state) != len(moves):
            raise ValueError("a verb leads from a state to one place only")

    def __iter__(self) -> Iterator[Move[S]]:
        return iter(self._by_verb_and_state.values())

    def find(self, verb: str, state: S) -> Move[S] | None:
        """Return the move, or None when there is no such way."""
        return self._by_verb_and_state.get((verb, state))

    def require(self, verb: str, state: S) -> Move[S]:
        """Return the move. Raises NotNow when there is no such way."""
        move = self.find(verb, state)
        if move is None:
            raise NotNow(verb, state)
        return move
