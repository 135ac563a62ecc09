"""What changed between two texts: paragraph by paragraph, and inside a paragraph word by word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Kind = Literal["same", "added", "removed"]
# Comparing takes up to the product of both lengths in time: so many pairs are looked at in two texts altogether, and
# what is beyond them is shown as exchanged.
MOST_PAIRS: Final = 1_000_000
# Paragraphs are mostly all different, which makes looking for them quicker.
_OF_PARAGRAPHS: Final = 4
# A paragraph is taken for a changed one where it shares so much of its words, of so many pairs in one place.
_ALIKE: Final = 0.5
_MOST_PAIRED: Final = 2_000
# "38.900,00" and "24/11/2026" are one word each.
_WORDS: Final = re.compile(r"\s+|\d+(?:[.,/:]\d+)+(?!\w)|\w+|[^\w\s]")


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


@dataclass
class Effort:
    """How many pairs of words may still be looked at; one that is handed on bounds the work on several texts."""

    pairs: int = MOST_PAIRS

    def take(self, pairs: int) -> bool:
        """Whether so many may still be looked at; if so, they are."""
        if pairs > self.pairs:
            return False
        self.pairs -= pairs
        return True


def differences(before: str, after: str, *, effort: Effort | None = None) -> list[Stretch]:
    """The newer text in its order, what was taken out standing where it was. Lines are paragraphs."""
    left = effort or Effort()
    older, newer = before.split("\n") if before else [], after.split("\n") if after else []
    stretches = []
    for same, old, new in _matched(older, newer, Effort(left.pairs * _OF_PARAGRAPHS)):
        if same:
            stretches.append(Stretch(changed=False, pieces=(Piece("same", "\n".join(old)),)))
            continue
        for gone, come in _side_by_side(old, new):
            pieces = _joined(_pieces("\n".join(gone), "\n".join(come), left))
            stretches.append(Stretch(changed=True, pieces=tuple(pieces)))
    return stretches


def counted(stretches: Sequence[Stretch]) -> tuple[int, int]:
    """How many words were added, and how many taken out."""
    words = {"same": 0, "added": 0, "removed": 0}
    for stretch in stretches:
        for piece in stretch.pieces:
            words[piece.kind] += sum(1 for word in _WORDS.findall(piece.text) if word[0].isalnum())
    return words["added"], words["removed"]


def _side_by_side(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Paragraphs changed together, each beside the one it was: those that came or went stand alone."""
    if len(old) == len(new) == 1 or not old or not new or len(old) * len(new) > _MOST_PAIRED:
        yield old, new
        return
    older, newer = [_said(text) for text in old], [_said(text) for text in new]
    alike = [[_likeness(a, b) for b in newer] for a in older]
    # The best that can still be had from each place on, counted from the end.
    best = [[0.0] * (len(new) + 1) for _line in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] + best[i + 1][j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield old[i : i + 1], new[j : j + 1]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i : i + 1], ()
            i += 1
        else:
            yield (), new[j : j + 1]
            j += 1
    yield from ((old[at : at + 1], ()) for at in range(i, len(old)))
    yield from (((), new[at : at + 1]) for at in range(j, len(new)))


def _said(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORDS.findall(text) if word[0].isalnum())


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1; too little counts for nothing."""
    shared = 2 * len(one & other) / max(1, len(one) + len(other))
    return shared if shared >= _ALIKE else 0.0


def _pieces(old: str, new: str, left: Effort) -> Iterator[Piece]:
    for same, gone, come in _matched(_WORDS.findall(old), _WORDS.findall(new), left):
        if same:
            yield Piece("same", "".join(gone))
            continue
        if gone:
            yield Piece("removed", "".join(gone))
        if come:
            yield Piece("added", "".join(come))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Words exchanged one by one are read as one exchange: a space between two of them is no word that stayed."""
    waiting: list[Piece] = []
    for piece in pieces:
        between = piece.kind == "same" and piece.text == " " and bool(waiting)
        if piece.kind != "same" or between:
            waiting.append(piece)
            continue
        yield from _exchanged(waiting)
        waiting = []
        yield piece
    yield from _exchanged(waiting)


def _exchanged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    last = pieces[-1:] if pieces and pieces[-1].kind == "same" else ()
    inside = pieces[: len(pieces) - len(last)]
    sides: tuple[Kind, Kind] = ("removed", "added")
    if not all(any(piece.kind == side for piece in inside) for side in sides):
        yield from pieces
        return
    for side in sides:
        yield Piece(side, "".join(piece.text for piece in inside if piece.kind in (side, "same")))
    yield from last


def _matched(
    old: Sequence[str], new: Sequence[str], left: Effort
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Stretches that are the same, and those between them; both ends are taken off first, which needs no search."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    if head:
        yield True, old[:head], new[:head]
    yield from _middle(old[head : len(old) - tail], new[head : len(new) - tail], left)
    if tail:
        yield True, old[len(old) - tail :], new[len(new) - tail :]


def _middle(
    old: Sequence[str], new: Sequence[str], left: Effort
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    if not old and not new:
        return
    if not left.take(len(old) * len(new)):
        yield False, old, new
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield kind == "equal", old[a:b], new[c:d]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
