"""What is anchored of a company's trail: the newest event of each chain, now and when an anchor was made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef

from aceite.core.trail.models import GENESIS, Anchor, AnchoredHead, AnchorStamp, Event
from aceite_verify.anchors import Leaf, Step, path_to

ANCHORED: Final = "trail.anchored"
_NEWEST: Final = """
SELECT row.chain, row.seq, row.{hash} FROM {table} row
  JOIN (SELECT chain, MAX({order}) AS newest FROM {table} WHERE company_id = %s {until} GROUP BY chain) last
    ON last.chain = row.chain AND last.newest = row.{order}
 WHERE row.company_id = %s ORDER BY row.chain"""
_NOW: Final = _NEWEST.format(table="trail_event", hash="hash", order="seq", until="")
_THEN: Final = _NEWEST.format(table="trail_anchoredhead", hash="head", order="anchor_seq", until="AND anchor_seq <= %s")


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


def heads_now(company_id: int) -> list[Leaf]:
    """The newest event of every chain of the company, in one question."""
    return _leaves(_NOW, [company_id, company_id])


def heads_at(anchor: Anchor) -> list[Leaf]:
    """What the anchor was made of."""
    return _leaves(_THEN, [anchor.company_id, anchor.seq, anchor.company_id])


def newest_anchor(company_id: int) -> Anchor | None:
    """The last anchor of the company; None before the first."""
    return Anchor.objects.filter(company_id=company_id).order_by("-seq").first()


def grown(now: Iterable[Leaf], before: Iterable[Leaf]) -> list[Leaf]:
    """The chains that have grown, or are new."""
    known = set(before)
    return [leaf for leaf in now if leaf not in known]


def says_something(leaves: Iterable[Leaf], before: Iterable[Leaf], company_id: int) -> bool:
    """Whether anything happened beside the anchoring itself, which is an event of the company's chain too."""
    known = {leaf.chain: leaf.seq for leaf in before}
    for leaf in leaves:
        events = Event.objects.of_chain(company_id, leaf.chain).filter(seq__gt=known.get(leaf.chain, 0))
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


def _leaves(query: str, values: list[int]) -> list[Leaf]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [Leaf(*row) for row in cursor.fetchall()]
