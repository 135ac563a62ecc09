"""Error messages without what they may carry: codes, links, tokens, addresses."""

import re
from typing import Final

LONGEST: Final = 300
_PATTERNS: Final = (
    (re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE), "[link]"),
    (re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+"), "[e-mail]"),
    (re.compile(r"[A-Za-z0-9_=+-]{20,}"), "[…]"),
    (re.compile(r"\d(?:[ .-]?\d){5,}"), "[número]"),
)


def scrubbed(error: BaseException) -> str:
    """The first line of the error's message, with everything that could be a secret or a person taken out."""
    text = (str(error).splitlines() or [""])[0]
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text[:LONGEST]


def class_path(error: BaseException) -> str:
    """The dotted path of the error's class."""
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__}"[:160]
