"""The trail of a sale: every event holds the hash of the one before it, so none can be changed, added or taken out.

h_k = SHA-256("aceite.trail.v1" ‖ line feed ‖ canonical(event_k with h_(k-1))). A chain alone shows neither a cut tail
nor one written anew from its start: that is what receipts are for.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from aceite_verify.canonical import EVENT_TAG, canonical, tagged_sha256
from aceite_verify.findings import Finding, bad, good

GENESIS: Final = "0" * 64
# A chain broken everywhere is told by its first breaks.
MOST_BREAKS: Final = 20

Event = Mapping[str, Any]


def event_hash(event: Event) -> str:
    """The hash of an event's content, in which `previous` is the hash of the event before it.

    `event` is the content alone, without a hash of its own. Raises NotCanonical.
    """
    return tagged_sha256(EVENT_TAG, canonical(dict(event)))


def check_trail(events: Sequence[Event]) -> list[Finding]:
    """One chain from its first event on: each event is its content and the `hash` it was recorded under."""
    if not events:
        return [bad("trail.empty")]
    breaks = [found for _place, found in zip(range(MOST_BREAKS), _breaks(events), strict=False)]
    return breaks or [good("trail.sound", count=len(events), head=events[-1]["hash"])]


def _breaks(events: Sequence[Event]) -> Iterator[Finding]:
    chain, previous = _chain(events[0]), GENESIS
    for place, event in enumerate(events, 1):
        if _chain(event) != chain:
            yield bad("trail.foreign", place=place)
        if event.get("seq") != place:
            yield bad("trail.place", place=place, said=event.get("seq"))
        if event.get("previous") != previous:
            yield bad("trail.link", place=place)
        if event.get("hash") != event_hash({name: event[name] for name in event if name != "hash"}):
            yield bad("trail.content", place=place, kind=event.get("kind"))
        previous = str(event.get("hash"))


def _chain(event: Event) -> tuple[Any, Any]:
    return event.get("company"), event.get("chain")
