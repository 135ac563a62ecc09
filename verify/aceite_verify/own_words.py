"""What of a text of consent a company wrote itself: `own` beside the text, absent where all of it is the product's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OwnWords:
    """The company's paragraphs, before which act they are shown (`occasion`), and the number of their version there.

    `base` is the hash of the product's text they were joined to.
    """

    occasion: str
    number: int
    base: str
    paragraphs: tuple[str, ...]


def own_words(consent: Mapping[str, Any]) -> OwnWords | None:
    """What a text says is the company's; None where it says nothing, or nothing that can be read."""
    said = consent.get("own")
    if not isinstance(said, dict):
        return None
    occasion, number, base, paragraphs = (said.get(name) for name in ("occasion", "number", "base", "paragraphs"))
    if not isinstance(occasion, str) or not isinstance(base, str) or not isinstance(number, int) or number < 1:
        return None
    if not isinstance(paragraphs, list) or not all(isinstance(one, str) for one in paragraphs):
        return None
    return OwnWords(occasion, number, base, tuple(paragraphs))


def stands_in(consent: Mapping[str, Any]) -> bool:
    """Whether what a text calls the company's are paragraphs of it; so too where it calls nothing so."""
    if "own" not in consent:
        return True
    own, shown = own_words(consent), str(consent.get("text", "")).split("\n")
    return own is not None and bool(own.paragraphs) and set(own.paragraphs) <= set(shown)
