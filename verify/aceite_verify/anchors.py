"""Anchors: once a day the newest hashes of a company's chains become one root that is kept outside of them.

leaf = SHA-256("aceite.anchor.leaf.v1" ‖ line feed ‖ canonical({chain, head, seq})), sorted by the chain's name
node = SHA-256("aceite.anchor.node.v1" ‖ line feed ‖ left ‖ right); a node without a neighbour moves up as it is
a    = SHA-256("aceite.anchor.v1" ‖ line feed ‖ canonical(A)), A = {at, company, count, previous, root, seq, type}

Leaves and nodes have tags of their own, so that no node can be passed off as a leaf (RFC 6962, 2.1, has the attack).
Each anchor holds the hash of the one before it: the newest one that somebody received vouches for all earlier ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

from aceite_verify.canonical import ANCHOR_TAG, LEAF_TAG, NODE_TAG, canonical, tagged, tagged_sha256
from aceite_verify.shape import Malformed, Value

Side = Literal["left", "right"]
# More steps than any tree of hashes could have.
LONGEST_PATH: Final = 64


# A company may have a hundred thousand chains, and all of them are one tree.
@dataclass(frozen=True, slots=True)
class Leaf:
    """The newest event of one chain: its place and its hash."""

    chain: str
    seq: int
    head: str

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        return cls(value["chain"].text(), value["seq"].number(), value["head"].sha256())

    def as_json(self) -> dict[str, Any]:
        """How proofs carry it."""
        return {"chain": self.chain, "seq": self.seq, "head": self.head}

    @property
    def sha256(self) -> str:
        """Its hash in the tree."""
        return tagged_sha256(LEAF_TAG, canonical(self.as_json()))


@dataclass(frozen=True)
class Step:
    """One neighbour on the way from a leaf to the root, and on which side it stands."""

    side: Side
    sha256: str

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        side = value["side"].text()
        if side == "left":
            return cls("left", value["sha256"].sha256())
        if side == "right":
            return cls("right", value["sha256"].sha256())
        raise Malformed(f"{value.place}.side: left or right expected")

    def as_json(self) -> dict[str, str]:
        """How proofs carry it."""
        return {"side": self.side, "sha256": self.sha256}


def root_of(leaves: Iterable[Leaf]) -> str:
    """The root over these leaves, each of another chain, in whatever order. Raises ValueError without any."""
    return root_in_order(_sorted(leaves))


def root_in_order(leaves: Iterable[Leaf]) -> str:
    """The same over leaves that come in the order of their chains' names, of which none is held.

    Raises ValueError without any, and for one that is out of its place.
    """
    # Whole trees from left to right, each with its leaves' number: no two of one size, as in a binary number.
    trees: list[tuple[int, str]] = []
    before = b""
    for leaf in leaves:
        if trees and name_of(leaf) <= before:
            raise ValueError("a chain has one newest event, in the order of the chains' names")
        before, size, node = name_of(leaf), 1, leaf.sha256
        while trees and trees[-1][0] == size:
            node = _node(trees.pop()[1], node)
            size *= 2
        trees.append((size, node))
    if not trees:
        raise ValueError("a tree has leaves")
    root = trees.pop()[1]
    while trees:
        root = _node(trees.pop()[1], root)
    return root


def name_of(leaf: Leaf) -> bytes:
    """What leaves are ordered by."""
    return leaf.chain.encode()


def path_to(leaves: Iterable[Leaf], chain: str) -> list[Step]:
    """The neighbours between a chain's leaf and the root, from below. Raises ValueError for a chain without a leaf."""
    ordered = _sorted(leaves)
    place = [leaf.chain for leaf in ordered].index(chain)
    level, path = [leaf.sha256 for leaf in ordered], []
    while len(level) > 1:
        neighbour = place ^ 1
        if neighbour < len(level):
            path.append(Step("left" if neighbour < place else "right", level[neighbour]))
        level, place = _above(level), place // 2
    return path


def root_from(leaf: Leaf, path: Sequence[Step]) -> str:
    """The root to which a leaf and its neighbours lead."""
    here = leaf.sha256
    for step in path:
        here = _node(step.sha256, here) if step.side == "left" else _node(here, step.sha256)
    return here


def anchor_text(anchor: Mapping[str, Any]) -> bytes:
    """The bytes of an anchor that are hashed, signed and time-stamped. Raises NotCanonical."""
    return tagged(ANCHOR_TAG, canonical(dict(anchor)))


def anchor_hash(anchor: Mapping[str, Any]) -> str:
    """The hash by which an anchor is told and time-stamped. Raises NotCanonical."""
    return tagged_sha256(ANCHOR_TAG, canonical(dict(anchor)))


def _sorted(leaves: Iterable[Leaf]) -> list[Leaf]:
    ordered = sorted(leaves, key=name_of)
    if len({leaf.chain for leaf in ordered}) != len(ordered):
        raise ValueError("a chain has one newest event")
    return ordered


def _above(level: Sequence[str]) -> list[str]:
    pairs = [_node(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
    return pairs if len(level) % 2 == 0 else [*pairs, level[-1]]


def _node(left: str, right: str) -> str:
    return tagged_sha256(NODE_TAG, bytes.fromhex(left) + bytes.fromhex(right))
