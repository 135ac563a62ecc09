"""Two PDFs beside each other as people would look at them: page by page, in a limited child."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aceite.kit.limits import ChildFailed, run_limited

SECONDS: Final = 20
MEMORY_MB: Final = 800

Rectangle = tuple[float, float, float, float]


class NotComparable(ValueError):
    """One of the files cannot be drawn within the limits."""


@dataclass(frozen=True)
class Compared:
    """Which of the pages that both files have look and read alike, and how many pages each file has."""

    same: Sequence[bool]
    expected: int
    found: int


def compare(original: bytes, other: bytes) -> Compared:
    """Draws both and lays page over page. Raises NotComparable."""
    told = _ask({"original": original, "other": other})
    return Compared(told["same"], told["expected"], told["found"])


def covered_pages(original: bytes, stamps: Sequence[tuple[int, Rectangle]]) -> list[int]:
    """The pages on which one of these rectangles would stand over something printed.

    `stamps` are pages, counted from 1, and rectangles in points (left, bottom, right, top). Raises NotComparable.
    """
    if not stamps:
        return []
    pages: list[int] = _ask({"original": original, "stamps": [[page, *box] for page, box in stamps]})
    return pages


def _ask(job: Mapping[str, object]) -> Any:
    try:
        return json.loads(run_limited("aceite.kit.pdf.overlaying:look", job, seconds=SECONDS, memory_mb=MEMORY_MB))
    except ChildFailed as failed:
        raise NotComparable(str(failed)) from failed
