"""Sheets that came back, put in order and judged: is this the whole contract, and in this version?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from aceite.kit.pdf.qr import PageCode


class Finding(StrEnum):
    """What a sheet turned out to be."""

    RIGHT = "right"
    DOUBLE = "double"
    OTHER_PAPER = "other_paper"
    STRANGER = "stranger"
    UNNUMBERED = "unnumbered"
    UNREADABLE = "unreadable"
    UNCODED = "uncoded"


@dataclass(frozen=True)
class Sheet:
    """One photo or scanned page, as it came: the codes read on it, and the clockwise turn that sets it upright."""

    codes: tuple[PageCode, ...] = ()
    turn: int = 0


@dataclass(frozen=True)
class Wanted:
    """The contract that was sent out: its code, its pages, and how the sale's other papers are called, by code.

    Nothing is `printed` on one that came signed: its sheets bear no code, and people look which they are.
    """

    code: str
    pages: int
    others: Mapping[str, str] = field(default_factory=dict)
    printed: bool = True


@dataclass(frozen=True)
class Placed:
    """A sheet in its place; `came` counts from 0 in the order of upload, `named` says which other paper it is of."""

    came: int
    finding: Finding
    pages: tuple[int, ...] = ()
    turn: int = 0
    named: str = ""


@dataclass(frozen=True)
class Collation:
    """All sheets in the contract's order, and the pages that are not among them.

    `lacking` is how many are missing at least; it exceeds `missing` where sheets do not say which page they are.
    """

    placed: tuple[Placed, ...]
    missing: tuple[int, ...]
    lacking: int

    @property
    def in_order(self) -> bool:
        """Whether the sheets came in the contract's order."""
        return [sheet.came for sheet in self.placed] == list(range(len(self.placed)))

    @property
    def turned(self) -> int:
        """How many sheets were set upright."""
        return sum(1 for sheet in self.placed if sheet.turn)

    @property
    def all_right(self) -> bool:
        """Whether the whole contract is here, each page once and nothing else."""
        return not self.lacking and all(sheet.finding is Finding.RIGHT for sheet in self.placed)

    def found(self, *findings: Finding) -> list[Placed]:
        """The sheets of which one of these was found."""
        return [sheet for sheet in self.placed if sheet.finding in findings]


def collate(sheets: Sequence[Sheet], wanted: Wanted) -> Collation:
    """Puts the sheets in order and says of each what it is; nothing is thrown away.

    A sheet whose place is not known stays behind the one it came after.
    """
    placed = list(_judged(sheets, wanted))
    last, keyed = 0, []
    for sheet in placed:
        last = min(sheet.pages) if sheet.pages else last
        keyed.append((last, not sheet.pages, sheet.came, sheet))
    unseen = _unseen(placed, wanted)
    unnumbered = sum(1 for sheet in placed if sheet.finding in (Finding.UNNUMBERED, Finding.UNCODED))
    return Collation(
        placed=tuple(sheet for *_key, sheet in sorted(keyed, key=lambda one: one[:3])),
        missing=() if unnumbered else unseen,
        lacking=max(0, len(unseen) - unnumbered),
    )


def _judged(sheets: Sequence[Sheet], wanted: Wanted) -> Iterable[Placed]:
    seen: set[int] = set()
    for came, sheet in enumerate(sheets):
        judged = _judge(came, sheet, wanted, seen)
        seen |= set(judged.pages)
        yield judged


def _judge(came: int, sheet: Sheet, wanted: Wanted, seen: set[int]) -> Placed:
    if not sheet.codes:
        return Placed(came, Finding.UNREADABLE if wanted.printed else Finding.UNCODED)
    own = [code for code in sheet.codes if code.code == wanted.code and code.page <= wanted.pages]
    if not own:
        named = next((wanted.others[code.code] for code in sheet.codes if code.code in wanted.others), "")
        return Placed(came, Finding.OTHER_PAPER if named else Finding.STRANGER, turn=sheet.turn, named=named)
    pages = tuple(sorted({code.page for code in own if code.page}))
    if not pages:
        return Placed(came, Finding.UNNUMBERED, turn=sheet.turn)
    return Placed(came, Finding.DOUBLE if seen >= set(pages) else Finding.RIGHT, pages, sheet.turn)


def _unseen(placed: Iterable[Placed], wanted: Wanted) -> tuple[int, ...]:
    seen = {page for sheet in placed for page in sheet.pages}
    return tuple(page for page in range(1, wanted.pages + 1) if page not in seen)
