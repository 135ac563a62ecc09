"""What files carry to show where a chain stood: its leaf, the way to the root, the anchor, signature and time stamp."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from aceite_verify.anchors import LONGEST_PATH, Leaf, Step
from aceite_verify.canonical import ANCHOR_TAG
from aceite_verify.shape import Malformed, Value, read_json

TYPE: Final = "aceite.anchored.v1"


@dataclass(frozen=True)
class Anchored:
    """An anchor as files carry it; `leaf` is None in the one that is mailed, which is about no single chain."""

    anchor: Mapping[str, Any]
    sha256: str
    seq: int
    at: str
    root: str
    signature: str
    key: str
    leaf: Leaf | None
    path: Sequence[Step]
    stamp: bytes | None

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        anchor = value["anchor"]
        if value["type"].text() != TYPE or anchor["type"].text() != ANCHOR_TAG:
            raise Malformed(f"{value.place}.type: no anchor")
        anchor["at"].moment()
        leaf, stamp, path = value.maybe("leaf"), value.maybe("stamp"), value["path"].items()
        if len(path) > LONGEST_PATH:
            raise Malformed(f"{value.place}.path: too long")
        return cls(
            anchor=anchor.record(),
            sha256=value["sha256"].sha256(),
            seq=anchor["seq"].number(),
            at=anchor["at"].text(),
            root=anchor["root"].sha256(),
            signature=value["signature"].text(),
            key=value["key"].sha256(),
            leaf=Leaf.of(leaf) if leaf else None,
            path=[Step.of(step) for step in path],
            stamp=stamp.octets() if stamp else None,
        )


def is_anchor(raw: bytes) -> bool:
    """Whether these bytes say that they are an anchor."""
    try:
        return bool(read_json(raw)["type"].raw == TYPE)
    except Malformed:
        return False
