"""Making an uploaded PDF inert: rewritten whole, nothing in it that could run, hide, load or change later.

Each page becomes one form drawn on a new page of a new file, so that only what a page draws can come along: no
catalog, no annotations, no actions, no names, no attachments, no older revisions.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.pdf.pages import page_count
from aceite.kit.pdf.papers import SignatureBlockPaper, StampPaper
from aceite.kit.pdf.refusing import SENTENCES, Refused, Unfit

__all__ = ["Refused", "remake_inert"]

# Both together stay within what anybody waits for an answer: what is inert already takes less.
REMAKING_SECONDS: Final = 12
FINISHING_SECONDS: Final = 7
MEMORY_MB: Final = 800


def remake_inert(pdf: bytes, *, block: SignatureBlockPaper) -> bytes:
    """The same pages, inert and a little smaller, `block`'s footer under each, `block` itself as the last page(s).

    Raises Refused for what cannot become a contract. The same arguments give the same bytes.
    """
    head, _, inert = _child("remake", {"pdf": pdf}, REMAKING_SECONDS).partition(b"\n")
    sizes = [(width, height) for width, height in json.loads(head)]
    blocks = replace(block, pages_before=len(sizes)).render()
    stamps = _stamps(block, sizes, len(sizes) + page_count(blocks)).render()
    job = {"pdf": inert, "stamps": stamps, "blocks": blocks, "title": block.title, "at": block.at}
    return _child("finish", job, FINISHING_SECONDS)


def _stamps(block: SignatureBlockPaper, sizes: list[tuple[float, float]], total: int) -> StampPaper:
    return StampPaper(
        company=block.company,
        footer=block.footer,
        title=block.title,
        at=block.at,
        language=block.language,
        labels=block.labels,
        sizes=sizes,
        total=total,
    )


def _child(job: str, arguments: Mapping[str, object], seconds: int) -> bytes:
    try:
        return run_limited(f"aceite.kit.pdf.inert:{job}", arguments, seconds=seconds, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        key, _colon, fonts = failed.detail.partition(":")
        if failed.error == Unfit.__name__ and key in SENTENCES:
            raise Refused(key, fonts) from failed
        raise Refused("unreadable" if failed.reason == "error" else "too_heavy") from failed
