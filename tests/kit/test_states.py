"""A table of moves."""

from enum import StrEnum

import pytest

from aceite.kit.states import Move, Moves, NotNow


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


CLOSE = Move("close", Door.OPEN, Door.SHUT, "anyone")
LOCK = Move("lock", Door.SHUT, Door.LOCKED, "owner")
OPEN = Move("open", Door.SHUT, Door.OPEN, "anyone")
MOVES = Moves(CLOSE, LOCK, OPEN)


def test_a_move_is_found_from_its_own_state_alone() -> None:
    assert MOVES.find("lock", Door.SHUT) is LOCK
    assert MOVES.require("lock", Door.SHUT) is LOCK
    assert MOVES.find("lock", Door.OPEN) is None
    assert list(MOVES) == [CLOSE, LOCK, OPEN]


def test_no_way_is_said() -> None:
    with pytest.raises(NotNow, match="lock leads nowhere from open") as caught:
        MOVES.require("lock", Door.OPEN)
    assert (caught.value.verb, caught.value.state) == ("lock", Door.OPEN)


def test_one_verb_leads_one_way() -> None:
    with pytest.raises(ValueError, match="one place only"):
        Moves(LOCK, Move("lock", Door.SHUT, Door.OPEN, "anyone"))
