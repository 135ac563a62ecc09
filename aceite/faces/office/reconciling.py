"""Two people wrote the same proposal at once: what each changed since both began, put together part by part.

A part is one field of the head, one line by its key, one heading by its words, or the whole payment plan. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, str]

PLAN = "plan"


@dataclass(frozen=True)
class Part:
    """Something that is taken or left as a whole: what it says, for comparing, and how it stands in the form."""

    says: Values
    raw: Any


@dataclass(frozen=True)
class Sheet:
    """A whole form: fields of the head, rows in their order, the plan; each part under its name."""

    head: Mapping[str, Part]
    rows: Mapping[str, Part]
    plan: Part


@dataclass
class Together:
    """What came of it: the parts as the form should show them, and by name those that were taken or that contradict."""

    head: dict[str, Any] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)
    plan: Any = None
    taken: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def put_together(base: Sheet | None, mine: Sheet, theirs: Sheet) -> Together:
    """Takes what only one side changed; where both did, mine stands for now and the part is named a conflict.

    Without a base every difference is a conflict. A line that one side removed and the other changed stays.
    """
    done = Together()
    for name, part in mine.head.items():
        done.head[name] = _chosen(done, name, base.head.get(name) if base else None, part, theirs.head.get(name)).raw
    plan = _chosen(done, PLAN, base.plan if base else None, mine.plan, theirs.plan)
    done.plan = plan.raw
    kept = {name: _row(done, name, base, mine, theirs) for name in dict.fromkeys([*mine.rows, *theirs.rows])}
    done.rows = [row.raw for name in _order(base, mine, theirs) if (row := kept[name]) is not None]
    return done


def _chosen(done: Together, name: str, base: Part | None, mine: Part, theirs: Part | None) -> Part:
    if theirs is None or mine.says == theirs.says:
        return mine
    if base is not None and mine.says == base.says:
        done.taken.append(name)
        return theirs
    if base is None or theirs.says != base.says:
        done.conflicts.append(name)
    return mine


def _row(done: Together, name: str, base: Sheet | None, mine: Sheet, theirs: Sheet) -> Part | None:
    before = base.rows.get(name) if base else None
    here, there = mine.rows.get(name), theirs.rows.get(name)
    if here is not None and there is not None:
        return _chosen(done, name, before, here, there)
    standing = here or there
    gone = before is not None and standing is not None and standing.says == before.says
    removed_by_them, written_by_them = gone and here is not None, not gone and here is None
    if removed_by_them or written_by_them:
        done.taken.append(name)
    return None if gone else standing


def _order(base: Sheet | None, mine: Sheet, theirs: Sheet) -> list[str]:
    moved_here = base is None or _common(mine.rows, base.rows) != _common(base.rows, mine.rows)
    first, second = (list(mine.rows), list(theirs.rows)) if moved_here else (list(theirs.rows), list(mine.rows))
    order = list(first)
    for at, name in enumerate(second):
        if name not in order:
            above = second[at - 1] if at else None
            order.insert(order.index(above) + 1 if above in order else 0, name)
    return order


def _common(names: Iterable[str], others: Iterable[str]) -> Sequence[str]:
    held = set(others)
    return [name for name in names if name in held]
