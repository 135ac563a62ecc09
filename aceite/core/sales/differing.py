"""What changed from one version to the next: typed changes which, applied to the older one, give the newer one. Pure.

Both sides are `Facts` as `comparing` makes them of M: plain JSON values, in which a field that says nothing is left
out. Rows of a list have a `key`, alike in both where they are the same row; a row's own lists are compared in the same
way. Nothing here knows a field by name, so that none can be forgotten.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Facts = dict[str, Any]
Row = dict[str, Any]
Path = tuple[str, ...]
KEY: Final = "key"
ADDED: Final = "added"
REMOVED: Final = "removed"
MOVED: Final = "moved"
SET: Final = "set"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `path` leads to it through names of fields and keys of rows; `kind` is the same without the keys.

    `act` is `set` for a field (None: it says nothing), and else tells what became of the row at the end of the path:
    `added` has the row as `after`, `removed` has it as `before`, `moved` has neither. `place` is where an added or
    moved row stands in the newer list.
    """

    path: Path
    kind: str
    act: str
    before: Any = None
    after: Any = None
    place: int = 0


def differences(before: Facts, after: Facts) -> list[Change]:
    """All of it, in the order of the newer version."""
    return list(_of_fields(before, after, (), ()))


def rows(value: Any) -> bool:
    """Whether this is a list of rows that are told apart by their keys."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and KEY in one for one in value)


def _of_fields(before: Mapping[str, Any], after: Mapping[str, Any], path: Path, kind: Path) -> Iterator[Change]:
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if (rows(old) or old is None) and (rows(new) or new is None):
            yield from _of_rows(old or [], new or [], (*path, name), (*kind, name))
        else:
            yield Change((*path, name), ".".join((*kind, name)), SET, old, new)


def _of_rows(before: Sequence[Row], after: Sequence[Row], path: Path, kind: Path) -> Iterator[Change]:
    said = ".".join(kind)
    older, newer = {row[KEY]: row for row in before}, {row[KEY]: row for row in after}
    for key, row in older.items():
        if key not in newer:
            yield Change((*path, key), said, REMOVED, before=row)
    moved = _moved([key for key in older if key in newer], [key for key in newer if key in older])
    for place, (key, row) in enumerate(newer.items()):
        if key not in older:
            yield Change((*path, key), said, ADDED, after=row, place=place)
            continue
        if key in moved:
            yield Change((*path, key), said, MOVED, place=place)
        yield from _of_fields(older[key], row, (*path, key), kind)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """As few rows as possible whose moving explains the new order: those outside the longest run that kept its own."""
    place = {key: at for at, key in enumerate(before)}
    ends: list[int] = []
    last: list[str] = []
    came_after: dict[str, str] = {}
    for key in after:
        at = bisect_left(ends, place[key])
        ends[at:], last[at:] = [place[key], *ends[at + 1 :]], [key, *last[at + 1 :]]
        if at:
            came_after[key] = last[at - 1]
    kept: set[str] = set()
    key = last[-1] if last else ""
    while key:
        kept.add(key)
        key = came_after.get(key, "")
    return set(after) - kept
