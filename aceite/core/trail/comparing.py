"""The chains against their anchors: finds what no chain shows by itself, a cut tail and one written anew."""

from collections.abc import Iterator
from typing import Final

from django.db import connection

from aceite.core.trail.anchors import heads_at
from aceite.core.trail.models import GENESIS, Anchor, Event
from aceite.core.trail.verifying import Break, removed_sales
from aceite_verify.anchors import anchor_hash, root_of

ROW: Final = "anchors"
_DIFFERING: Final = """
SELECT head.company_id, head.chain, head.seq, head.anchor_seq, event.hash IS NULL, head.head
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
        found = cursor.fetchall()
    removed = removed_sales(company_id)
    for company, chain, seq, anchor, is_gone, head in found:
        if is_gone and _was_removed(removed.get((company, chain)), seq, head):
            continue
        reason = "is gone: the tail was cut" if is_gone else "is another one: the chain was written anew"
        yield Break(company, chain, seq, f"the event held by anchor {anchor} {reason}")


def _was_removed(told: Event | None, seq: int, head: str) -> bool:
    """Whether the company's chain says that this place went with its sale, and tells its end as the anchor does."""
    if told is None or seq > told.data["count"]:
        return False
    return bool(seq < told.data["count"] or head == told.data["head"])
