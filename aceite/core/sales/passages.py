"""A passage of a contract's rich text replaced by other words, where that is safe. Pure."""

import re
from html import escape
from typing import Final

_TAG: Final = re.compile(r"(<[^>]*>)")
_SPACES: Final = re.compile(r"\s+")
# A field of the text would be filled in with what the words of another were meant to hold.
_FIELD: Final = re.compile(r"\{\{|\}\}")


def put_in(body: str, passage: str, words: str) -> str | None:
    """The HTML `body` with `passage` (plain text) replaced by `words`; None unless it stands there exactly once, inside
    one piece of text, and neither holds a field."""
    wanted = _SPACES.sub(" ", passage).strip()
    if not wanted or _FIELD.search(wanted) or _FIELD.search(words):
        return None
    pieces = _TAG.split(body)
    look = re.compile(r"\s+".join(re.escape(escape(part, quote=False)) for part in wanted.split(" ")))
    found = [(at, hit) for at, piece in enumerate(pieces) if not piece.startswith("<") for hit in look.finditer(piece)]
    if len(found) != 1:
        return None
    at, hit = found[0]
    new = escape(_SPACES.sub(" ", words).strip(), quote=False)
    pieces[at] = pieces[at][: hit.start()] + new + pieces[at][hit.end() :]
    return "".join(pieces)
