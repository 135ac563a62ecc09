"""What changed between two texts: paragraph by paragraph, and inside a paragraph word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Kind = Literal["same", "added", "removed"]
# Comparing takes up to the product of both lengths in time: beyond this many pairs the middle is shown as exchanged.
MOST_PAIRS: Final = 1_000_000
_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Some words that stand in both texts, only in the newer one, or only in the older one."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Stretch:
    """Paragraphs that are the same in both texts, or such as were changed together."""

    changed: bool
    pieces: tuple[Piece, ...]

    @property
    def paragraphs(self) -> int:
        """How many lines it has."""
        return 1 + sum(piece.text.count("\n") for piece in self.pieces)


def differences(before: str, after: str) -> list[Stretch]:
    """The newer text in its order, what was taken out standing where it was. Lines are paragraphs."""
    stretches = []
    for same, old, new in _matched(before.split("\n") if before else [], after.split("\n") if after else []):
        if same:
            stretches.append(Stretch(changed=False, pieces=(Piece("same", "\n".join(old)),)))
        else:
            stretches.append(Stretch(changed=True, pieces=tuple(_pieces("\n".join(old), "\n".join(new)))))
    return stretches


def counted(stretches: Sequence[Stretch]) -> tuple[int, int]:
    """How many words were added, and how many taken out."""
    words = {"same": 0, "added": 0, "removed": 0}
    for stretch in stretches:
        for piece in stretch.pieces:
            words[piece.kind] += sum(1 for word in _WORDS.findall(piece.text) if word[0].isalnum())
    return words["added"], words["removed"]


def _pieces(old: str, new: str) -> Iterator[Piece]:
    for same, gone, come in _matched(_WORDS.findall(old), _WORDS.findall(new)):
        if same:
            yield Piece("same", "".join(gone))
            continue
        if gone:
            yield Piece("removed", "".join(gone))
        if come:
            yield Piece("added", "".join(come))


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Stretches that are the same, and those between them; both ends are taken off first, which needs no search."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    if head:
        yield True, old[:head], new[:head]
    yield from _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    if tail:
        yield True, old[len(old) - tail :], new[len(new) - tail :]


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    if not old and not new:
        return
    if len(old) * len(new) > MOST_PAIRS:
        yield False, old, new
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield kind == "equal", old[a:b], new[c:d]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
