"""A chain holds from its first event on, or the checker says where it does not."""

from collections.abc import Callable
from typing import Any

import pytest

from aceite_verify.findings import Verdict
from aceite_verify.trail import GENESIS, MOST_BREAKS, check_trail, event_hash

Events = list[dict[str, Any]]


def chain(length: int = 4) -> Events:
    events: Events = []
    for place in range(1, length + 1):
        content = {
            "company": 1,
            "chain": "sale/7",
            "seq": place,
            "kind": "proposal.viewed",
            "at": f"2026-11-24T15:{place:02d}:00.000000Z",
            "actor": {"kind": "panel_user", "id": 3},
            "data": {"version": 1},
            "commitments": {},
            "previous": events[-1]["hash"] if events else GENESIS,
        }
        events.append({**content, "hash": event_hash(content)})
    return events


def codes(events: Events) -> list[str]:
    return [finding.code for finding in check_trail(events)]


def test_a_whole_chain_is_sound() -> None:
    events = chain()
    (finding,) = check_trail(events)
    assert (finding.code, finding.verdict) == ("trail.sound", Verdict.GOOD)
    assert finding.detail == {"count": "4", "head": events[-1]["hash"]}


def test_the_hash_is_what_sha256sum_gives() -> None:
    assert event_hash({"b": 1, "a": "x"}) == "f2d0b6e03ffb555cd107525ff12692d408da13758ec187996597a826fa278677"


def changed(events: Events) -> None:
    events[1]["data"]["version"] = 2


def taken_out(events: Events) -> None:
    del events[1]


def swapped(events: Events) -> None:
    events[1], events[2] = events[2], events[1]


def beheaded(events: Events) -> None:
    del events[0]


def rehashed(events: Events) -> None:
    changed(events)
    events[1]["hash"] = event_hash({name: value for name, value in events[1].items() if name != "hash"})


def foreign(events: Events) -> None:
    events[3] = {**events[3], "chain": "sale/8"}
    events[3]["hash"] = event_hash({name: value for name, value in events[3].items() if name != "hash"})


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (changed, ["trail.content"]),
        (taken_out, ["trail.place", "trail.link", "trail.place"]),
        (swapped, ["trail.place", "trail.link"] * 2 + ["trail.link"]),
        (beheaded, ["trail.place", "trail.link", "trail.place", "trail.place"]),
        (rehashed, ["trail.link"]),
        (foreign, ["trail.foreign"]),
        (Events.clear, ["trail.empty"]),
    ],
)
def test_each_break_is_found(tamper: Callable[[Events], None], said: list[str]) -> None:
    events = chain()
    tamper(events)
    assert codes(events) == said


def test_a_chain_broken_everywhere_is_told_briefly() -> None:
    events = chain(60)
    for event in events:
        event["kind"] = "proposal.sent"
    assert codes(events) == ["trail.content"] * MOST_BREAKS
