"""Whether a chain stood at one place when it was anchored: leaf, way to the root, anchor, signature and time stamp."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aceite_verify.anchored import Anchored
from aceite_verify.anchors import anchor_hash, anchor_text, root_from
from aceite_verify.canonical import NotCanonical
from aceite_verify.findings import Finding, bad, good, missing
from aceite_verify.receipts import BadKey, receipt_holds, receipt_key
from aceite_verify.seal_time import BrokenStamp, Vouched, stamp_over
from aceite_verify.trust import Trust


def check_anchors(
    anchors: Sequence[Anchored], trail: Sequence[Mapping[str, Any]], keys: Mapping[str, str], trust: Trust
) -> Iterator[Finding]:
    """Whether each anchor is whole, was signed by one of `keys` (id to PEM), and holds this trail's own event."""
    for anchored in anchors:
        fault = _fault(anchored, keys) or _trail_fault(anchored, trail)
        yield bad(fault, number=anchored.seq) if fault else _told(anchored, trust)


def _fault(anchored: Anchored, keys: Mapping[str, str]) -> str | None:
    try:
        if anchor_hash(anchored.anchor) != anchored.sha256:
            return "anchor.changed"
        key = receipt_key(keys[anchored.key])
    except (NotCanonical, BadKey):
        return "anchor.malformed"
    except KeyError:
        return "anchor.unknown_key"
    if not receipt_holds(anchored.signature, anchor_text(anchored.anchor), key=key):
        return "anchor.false"
    return None


def _trail_fault(anchored: Anchored, trail: Sequence[Mapping[str, Any]]) -> str | None:
    leaf = anchored.leaf
    if leaf is None or root_from(leaf, anchored.path) != anchored.root:
        return "anchor.other_root"
    # A trail that ends before the anchored event has lost its tail.
    event = trail[leaf.seq - 1] if 0 < leaf.seq <= len(trail) else None
    if event is None:
        return "anchor.cut"
    known = (event.get("company"), event.get("chain"), event.get("hash"))
    return None if known == (anchored.anchor.get("company"), leaf.chain, leaf.head) else "anchor.other_trail"


def stamp_finding(anchored: Anchored, trust: Trust) -> list[Finding]:
    """What is told of an anchor's time stamp; nothing where it has none."""
    return [] if anchored.stamp is None else [_told(anchored, trust)]


def _told(anchored: Anchored, trust: Trust) -> Finding:
    said = {
        "number": anchored.seq,
        "at": anchored.at,
        "sha256": anchored.sha256,
        "event": anchored.leaf.seq if anchored.leaf else "—",
    }
    if anchored.stamp is None:
        return good("anchor.sound", **said)
    try:
        vouched: Vouched = stamp_over(anchored.stamp, anchor_text(anchored.anchor), trust)
    except (BrokenStamp, ValueError):
        return bad("anchor.stamp_broken", number=anchored.seq)
    stamped = {**said, "time": vouched.time.isoformat(), "authority": vouched.authority}
    if not vouched.trusted:
        return missing("anchor.stamp_not_checked", **stamped)
    return good("anchor.stamped", **stamped)
