"""What is anchored of a company's trail: the newest event of each chain, now and when an anchor was made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef

from aceite.core.trail.models import GENESIS, Anchor, AnchoredHead, AnchorStamp, Event
from aceite_verify.anchors import Leaf, Step, name_of, path_to

ANCHORED: Final = "trail.anchored"
# So many rows of very many are held at once.
LOT: Final = 2000
# A row behind which its chain has none: one walk through an index, whatever a database believes of the table. How few
# rows a MAX finds no database foresees, and joined with others it holds each chain against every other.
_NEWEST: Final = """
SELECT row.chain, row.seq, row.{hash} FROM (
  SELECT chain, seq, {hash}, LEAD({order}) OVER (PARTITION BY chain ORDER BY {order}) AS later
    FROM {table} WHERE company_id = %s {until}
) row WHERE row.later IS NULL"""
_NOW: Final = _NEWEST.format(table="trail_event", hash="hash", order="seq", until="")
_THEN: Final = _NEWEST.format(table="trail_anchoredhead", hash="head", order="anchor_seq", until="AND anchor_seq <= %s")
_TOLD: Final = """(SELECT told.{column} FROM trail_anchoredhead told
   WHERE told.company_id = %s AND told.chain = row.chain AND told.anchor_seq <= %s
   ORDER BY told.anchor_seq DESC LIMIT 1)"""
# Statements of our own beside each other; a head holds its place in the chain.
_GROWN: Final = f"""
SELECT row.chain, row.seq, row.hash, COALESCE({_TOLD.format(column="seq")}, 0) FROM ({_NOW}) row
 WHERE row.hash <> COALESCE({_TOLD.format(column="head")}, '')"""  # noqa: S608


@dataclass(frozen=True)
class Proof:
    """That a chain stood at one place when an anchor was made."""

    anchor: Anchor
    leaf: Leaf
    path: Sequence[Step]
    stamp: AnchorStamp | None

    def stamped_by(self, at: datetime) -> bool:
        """Whether a time authority had vouched for it by then."""
        return self.stamp is not None and self.stamp.time <= at


def heads_at(anchor: Anchor) -> list[Leaf]:
    """What the anchor was made of, in the order of the chains' names."""
    return list(_heads_at(anchor))


def newest_anchor(company_id: int) -> Anchor | None:
    """The last anchor of the company; None before the first."""
    return Anchor.objects.filter(company_id=company_id).order_by("-seq").first()


def grown_since(anchor: Anchor | None, company_id: int) -> dict[Leaf, int]:
    """The newest event of each chain that has grown since that anchor, or since ever, with the place it was at then: 0
    where the chain is new. In the order of the chains' names, by one question."""
    told = anchor.seq if anchor else 0
    values = [company_id, told, company_id, company_id, told]
    return {Leaf(chain, seq, head): place for chain, seq, head, place in _in_order(_GROWN, values)}


def with_what_has_grown(anchor: Anchor | None, grown: Mapping[Leaf, int]) -> Iterator[Leaf]:
    """What the next anchor is made of, in the order of the chains' names: the last one's, with these in their places.

    Whatever happens meanwhile has no part in it, so that it is what `heads_at` finds later.
    """
    if anchor is None:
        return iter(grown)
    chains = {leaf.chain for leaf in grown}
    return merge((leaf for leaf in _heads_at(anchor) if leaf.chain not in chains), grown, key=name_of)


def says_something(grown: Mapping[Leaf, int], company_id: int) -> bool:
    """Whether anything happened beside the anchoring itself, which is an event of the company's chain too."""
    for leaf, place in grown.items():
        events = Event.objects.of_chain(company_id, leaf.chain).filter(seq__gt=place)
        if events.exclude(kind=ANCHORED).exists():
            return True
    return False


def proofs_of(company_id: int, chain: str) -> Iterator[Proof]:
    """How a chain stood in each anchor that found it grown, the oldest first."""
    told = AnchoredHead.objects.filter(company_id=company_id, chain=chain).order_by("anchor_seq")
    places = list(told.values_list("anchor_seq", flat=True))
    stamps = {stamp.anchor_seq: stamp for stamp in AnchorStamp.objects.filter(company_id=company_id)}
    for anchor in Anchor.objects.filter(company_id=company_id, seq__in=places).order_by("seq"):
        leaves = heads_at(anchor)
        leaf = next(leaf for leaf in leaves if leaf.chain == chain)
        yield Proof(anchor, leaf, path_to(leaves, chain), stamps.get(anchor.seq))


def unstamped(*, since: datetime) -> Iterator[Anchor]:
    """Anchors made after `since` without a time stamp, the oldest first. The caller chooses the scope."""
    stamped = AnchorStamp.objects.filter(company_id=OuterRef("company_id"), anchor_seq=OuterRef("seq"))
    yield from Anchor.objects.filter(~Exists(stamped), at__gte=since).order_by("at", "pk")


def previous_of(anchor: Anchor | None) -> tuple[int, str]:
    """The next place in the row of anchors, and the hash that stands before it."""
    return (anchor.seq + 1, anchor.hash) if anchor else (1, GENESIS)


def _heads_at(anchor: Anchor) -> Iterator[Leaf]:
    return (Leaf(*row) for row in _in_order(_THEN, [anchor.company_id, anchor.seq]))


def _in_order(query: str, values: list[int]) -> Iterator[tuple[Any, ...]]:
    # By the bytes of the chains' names, whatever the database is set up to order words by.
    order = ' ORDER BY row.chain COLLATE "C"' if connection.vendor == "postgresql" else " ORDER BY row.chain"
    with connection.chunked_cursor() as cursor:
        cursor.execute(query + order, values)
        while rows := cursor.fetchmany(LOT):
            yield from rows
