"""What a restored backup explains: what was done after the backup is missing from the trail, and nobody cut it.

A restore adds `trail.restored` to every chain, naming the place up to which the copy went: `until_seq`, `until_head`.
Whatever was recorded between the moment of that place and the restoring is lost to the trail, not to who holds its
receipt. That a restore was needed is the operator's word; an anchor of that time tells whether it is true.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from aceite_verify.acts import LIFETIME

RESTORED: Final = "trail.restored"


@dataclass(frozen=True)
class Gap:
    """From the last moment of the copy to its restoring, both aware; `seq` was the copy's last place."""

    seq: int
    since: datetime
    until: datetime


def gaps(events: Sequence[Mapping[str, Any]]) -> list[Gap]:
    """The gaps that one sound chain tells of, oldest first; a claim that does not fit its own place is none."""
    return [
        Gap(before["seq"], _moment(before), _moment(event))
        for before, event in pairwise(events)
        if event["kind"] == RESTORED and _fits(event, before)
    ]


def explained(events: Sequence[Mapping[str, Any]], moment: datetime) -> Gap | None:
    """The gap in which something of that moment is missing for a known reason; None when the chain should hold it."""
    return next((gap for gap in gaps(events) if gap.since < moment <= gap.until), None)


def explained_act(events: Sequence[Mapping[str, Any]], *, prepared: datetime, issued: datetime) -> Gap | None:
    """The same for an act, of which its receipt tells when it was prepared and when the receipt was issued.

    An act that can only have been confirmed before the copy's last moment would stand in the copy: no gap explains it.
    """
    gap = explained(events, issued)
    return gap if gap is not None and prepared + LIFETIME > gap.since else None


def _fits(event: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    said = event["data"]
    return (said.get("until_seq"), said.get("until_head")) == (before["seq"], before["hash"])


def _moment(event: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(event["at"])
