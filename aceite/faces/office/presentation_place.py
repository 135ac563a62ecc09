"""Where the block of a page is, when somebody else may have saved the presentation since the page was opened.

Blocks have no number of their own that lasts: each saving writes them all anew. So the page carries a mark of each as
it was: a block that stands unchanged is found wherever it went, and none is taken for another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from aceite.core.proposals.blocks import BlockText, ProposalBlock
from aceite.core.proposals.choices import STANDS_AFTER, BlockKind


@dataclass(frozen=True)
class Place:
    """A block and where it stands; `fresh` where saving adds it at the end, `gone` where somebody took it away."""

    block: BlockText
    at: int
    fresh: bool = False
    gone: bool = False


def marks_of(blocks: Sequence[BlockText], place: Place) -> str:
    """What the page hands back unseen: the mark of its block, then those of the others."""
    return " ".join(_mark(each) for each in (place.block, *(one for at, one in enumerate(blocks) if at != place.at)))


def new_place(blocks: Sequence[BlockText], kind: str) -> Place | None:
    """One more at the end; None for a kind there is not."""
    if kind not in BlockKind.values:
        return None
    return Place(ProposalBlock(kind=kind, after=kind in STANDS_AFTER), len(blocks), fresh=True)


def place_of(blocks: Sequence[BlockText], at: int, marks: str = "") -> Place | None:
    """Where it went as it was, else where it stood and was changed, else a new one of its kind; None where nothing was
    there."""
    here = blocks[at] if at < len(blocks) else None
    mine, *others = marks.split() or [""]
    if here is not None and (not mine or _mark(here) == mine):
        return Place(here, at)
    for place, each in enumerate(blocks):
        if _mark(each) == mine:
            return Place(each, place)
    kind = mine.partition(":")[0]
    if here is not None and here.kind == kind and _mark(here) not in others:
        return Place(here, at)
    lost = new_place(blocks, kind)
    return replace(lost, gone=True) if lost else None


def is_changed(place: Place, marks: str) -> bool:
    """Whether the block says something else than when its page was opened."""
    return not place.fresh and marks.split()[:1] not in ([], [_mark(place.block)])


def _mark(block: BlockText) -> str:
    said = repr((block.title, block.body, block.after, block.shown, block.picture_id))
    return f"{block.kind}:{blake2b(said.encode(), digest_size=8).hexdigest()}"
