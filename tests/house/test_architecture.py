"""ARCHITECTURE.md draws the rooms that are there, in the order in which import-linter lets them know each other."""

import re
import tomllib

import pytest

from tests.house.reading import ROOT

PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
WINGS = ("faces", "outbound", "core")


def drawn(wing: str) -> list[str]:
    """The rooms that the page draws under a wing, from above; what is not built yet stands in parentheses."""
    inside = PAGE.split(f"├─ {wing}/", 1)[1]
    rooms = []
    for line in inside.splitlines()[1:]:
        room = re.match(r"   │  [├└]─ (\(?[a-z]+)/", line)
        if room is None:
            break
        rooms.append(room[1])
    return [room for room in rooms if not room.startswith("(")]


def floors() -> list[set[str]]:
    """The nouns as import-linter holds them apart, from above; those of one floor never know each other."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (nouns,) = [contract["layers"] for contract in contracts if contract.get("containers") == ["aceite.core"]]
    return [set(layer.split(" | ")) for layer in nouns]


@pytest.mark.parametrize("wing", WINGS)
def test_every_room_is_drawn(wing: str) -> None:
    rooms = {path.parent.name for path in (ROOT / "aceite" / wing).glob("*/apps.py")}
    assert rooms
    assert sorted(drawn(wing)) == sorted(rooms)


def test_the_nouns_are_drawn_in_the_order_in_which_they_may_know_each_other() -> None:
    order = {room: number for number, floor in enumerate(floors()) for room in floor}
    assert [order[room] for room in drawn("core")] == sorted(order.values())


def test_the_line_of_nouns_is_that_of_the_layers() -> None:
    line = re.search(r"^ core: +(.+(?:\n {12}.+)*)$", PAGE, re.MULTILINE)
    assert line is not None
    assert [set(floor.strip().split(" | ")) for floor in line[1].replace("\n", " ").split("►")] == floors()
