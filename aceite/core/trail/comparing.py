"""The chains against their anchors: finds what no chain shows by itself, a cut tail and one written anew."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import connection

from aceite.core.trail.anchors import heads_at, newest_anchor
from aceite.core.trail.models import GENESIS, Anchor, AnchorStamp
from aceite.core.trail.verifying import Break
from aceite_verify.anchors import anchor_hash, root_of

ROW: Final = "anchors"
_DIFFERING: Final = """
SELECT head.company_id, head.chain, head.seq, head.anchor_seq, event.hash IS NULL
  FROM trail_anchoredhead head LEFT JOIN trail_event event
    ON event.company_id = head.company_id AND event.chain = head.chain AND event.seq = head.seq
 WHERE (event.hash IS NULL OR event.hash <> head.head)"""


def verify_anchors(*, company_id: int | None = None) -> Iterator[Break]:
    """Yields every place where the row of anchors, or a chain they hold, is not what was anchored."""
    anchors = Anchor.objects.order_by("company_id", "seq")
    if company_id is not None:
        anchors = anchors.filter(company_id=company_id)
    place, seq, previous = 0, 0, GENESIS
    for anchor in anchors.iterator(chunk_size=500):
        if anchor.company_id != place:
            place, seq, previous = anchor.company_id, 0, GENESIS
        yield from _anchor_breaks(anchor, seq + 1, previous)
        seq, previous = anchor.seq, anchor.hash
    yield from _chain_breaks(company_id)


def verify_kept_anchor(content: Mapping[str, Any], sha256: str) -> Iterator[Break]:
    """Yields what contradicts an anchor that somebody kept outside, as the one from a mail.

    An anchor newer than all of this database is told apart: after a restore that is no tampering.
    """
    company_id, seq = int(content["company"]), int(content["seq"])
    if anchor_hash(content) != sha256:
        yield Break(company_id, ROW, seq, "the kept anchor itself was changed")
        return
    kept = Anchor.objects.filter(company_id=company_id, seq=seq).first()
    if kept is None:
        newest = newest_anchor(company_id)
        yield Break(company_id, ROW, seq, f"this anchor is missing here; the newest is {newest.seq if newest else 0}")
    elif kept.content() != dict(content):
        yield Break(company_id, ROW, seq, "another anchor stands in its place: the trail was written anew")


def _anchor_breaks(anchor: Anchor, seq: int, previous: str) -> Iterator[Break]:
    if anchor.seq != seq:
        yield Break(anchor.company_id, ROW, anchor.seq, f"expected anchor {seq}: one is missing or was added")
    if anchor.previous != previous:
        yield Break(anchor.company_id, ROW, anchor.seq, "does not follow the anchor before it")
    if anchor.hash != anchor_hash(anchor.content()):
        yield Break(anchor.company_id, ROW, anchor.seq, "the anchor was changed after it was made")
    leaves = heads_at(anchor)
    if not leaves or len(leaves) != anchor.count or root_of(leaves) != anchor.root:
        yield Break(anchor.company_id, ROW, anchor.seq, "the heads kept beside it do not lead to its root")


def _chain_breaks(company_id: int | None) -> Iterator[Break]:
    narrowed, values = ("", []) if company_id is None else (" AND head.company_id = %s", [company_id])
    with connection.cursor() as cursor:
        cursor.execute(f"{_DIFFERING}{narrowed} ORDER BY head.company_id, head.chain, head.seq", values)
        for company, chain, seq, anchor, is_gone in cursor.fetchall():
            reason = "is gone: the tail was cut" if is_gone else "is another one: the chain was written anew"
            yield Break(company, chain, seq, f"the event held by anchor {anchor} {reason}")


def unstamped(company_id: int) -> Iterator[Anchor]:
    """Anchors without a time stamp, the oldest first."""
    stamped = AnchorStamp.objects.filter(company_id=company_id).values("anchor_seq")
    yield from Anchor.objects.filter(company_id=company_id).exclude(seq__in=stamped).order_by("seq")
