"""The chains against their anchors: finds what no chain shows by itself, a cut tail and one written anew."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import connection

from aceite.core.trail.anchors import heads_at, newest_anchor
from aceite.core.trail.models import GENESIS, Anchor, Event
from aceite.core.trail.verifying import Break, removed_sales
from aceite_verify.anchors import anchor_hash, root_of
from aceite_verify.canonical import moment_of
from aceite_verify.restored import explained

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


def verify_kept_anchor(content: Mapping[str, Any], sha256: str) -> Iterator[Break]:
    """Yields what contradicts an anchor that somebody kept outside, as the one from a mail.

    An anchor from after the backup that was restored here is told apart: it is no tampering.
    """
    company_id, seq = int(content["company"]), int(content["seq"])
    if anchor_hash(content) != sha256:
        yield Break(company_id, ROW, seq, "the kept anchor itself was changed")
        return
    kept = Anchor.objects.filter(company_id=company_id, seq=seq).first()
    if kept is None:
        yield Break(company_id, ROW, seq, _why_missing(content, company_id))
    elif kept.content() != dict(content):
        restored = _restored_after(content, company_id)
        told = "posterior à cópia restaurada" if restored else "another anchor stands in its place: it was written anew"
        yield Break(company_id, ROW, seq, told)


def _why_missing(content: Mapping[str, Any], company_id: int) -> str:
    if _restored_after(content, company_id):
        return "posterior à cópia restaurada"
    newest = newest_anchor(company_id)
    return f"this anchor is missing here; the newest is {newest.seq if newest else 0}"


def _restored_after(content: Mapping[str, Any], company_id: int) -> bool:
    """Whether this anchor is of the time between a backup and its restoring, as the company's chain tells it."""
    events = [{**event.content(), "hash": event.hash} for event in Event.objects.of_chain(company_id, "company")]
    return explained(events, moment_of(str(content["at"]))) is not None


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
