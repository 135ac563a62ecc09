"""The newer version made of the older one and what changed between them: what `differing` promises."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from aceite.core.sales.differing import ADDED, KEY, REMOVED, SET, Change, Facts, Path


def applied(before: Facts, changes: Sequence[Change]) -> Facts:
    """The newer version, made of the older one and what changed."""
    made = deepcopy(before)
    # A row is put where it belongs once all that leave their place are taken out; lists within rows after their rows.
    for depth in sorted({len(change.path) for change in changes if change.act != SET}):
        here = [change for change in changes if change.act != SET and len(change.path) == depth]
        for change in (one for one in here if one.act != ADDED):
            _take_out(made, change)
        for change in sorted((one for one in here if one.act != REMOVED), key=lambda one: one.place):
            _put_in(made, change, before)
    for change in (one for one in changes if one.act == SET):
        _set(made, change)
    return made


def _take_out(made: Facts, change: Change) -> None:
    holder, name, key = _list_of(made, change.path)
    holder[name] = [row for row in holder[name] if row[KEY] != key]
    if not holder[name]:
        del holder[name]


def _put_in(made: Facts, change: Change, before: Facts) -> None:
    holder, name, _key = _list_of(made, change.path)
    row = change.after if change.act == ADDED else _at(before, change.path)
    holder.setdefault(name, []).insert(change.place, deepcopy(row))


def _set(made: Facts, change: Change) -> None:
    holder = _at(made, change.path[:-1])
    if change.after is None:
        holder.pop(change.path[-1], None)
    else:
        holder[change.path[-1]] = deepcopy(change.after)


def _list_of(made: Facts, path: Path) -> tuple[Any, str, str]:
    return _at(made, path[:-2]), path[-2], path[-1]


def _at(made: Any, path: Path) -> Any:
    for name in path:
        made = next(row for row in made if row[KEY] == name) if isinstance(made, list) else made[name]
    return made
