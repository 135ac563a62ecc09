"""Numbered rows of a long form: read as typed, added, moved, doubled and removed before anything is judged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aceite.core.proposals.cleaning import MAX_LINES

Row = dict[str, Any]

# A heading above each line; and one row more than can stand, so that what is too much is refused and not cut off.
MAX_ROWS: Final = 2 * MAX_LINES + 1
_DO: Final = re.compile(r"(up|down|double|remove)-(\d{1,4})\Z")


def rows_of(data: Mapping[str, Any], prefix: str) -> list[Row]:
    """The rows typed under `prefix-N-name`, in the order of N; at most MAX_ROWS of them."""
    found: dict[int, Row] = {}
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-(\w+)\Z")
    for key in data:
        if match := pattern.match(key):
            found.setdefault(int(match[1]), {})[match[2]] = data[key]
    return [found[number] for number in sorted(found)][:MAX_ROWS]


@dataclass
class Rows:
    """Rows being edited; the cursor should go to `focus` (a field, or the button up or down) of the row `touched`."""

    rows: list[Row] = field(default_factory=list)
    touched: int | None = None
    focus: str = "name"

    def add(self, row: Row, *, focus: str = "name") -> None:
        """Put a row at the end."""
        if len(self.rows) < MAX_ROWS:
            self.rows.append(row)
            self.touched, self.focus = len(self.rows) - 1, focus

    def do(self, command: str) -> bool:
        """Obey `up-2`, `down-2`, `double-2` or `remove-2`; says whether it was such a command."""
        match = _DO.match(command)
        if not match or int(match[2]) >= len(self.rows):
            return False
        at = int(match[2])
        self.focus = match[1] if match[1] in {"up", "down"} else "name"
        {"up": self._up, "down": self._down, "double": self._double, "remove": self._remove}[match[1]](at)
        return True

    def _up(self, at: int) -> None:
        self.touched = max(at - 1, 0)
        self.rows.insert(self.touched, self.rows.pop(at))

    def _down(self, at: int) -> None:
        self.touched = min(at + 1, len(self.rows) - 1)
        self.rows.insert(self.touched, self.rows.pop(at))

    def _double(self, at: int) -> None:
        self.touched = at + 1
        # What tells one row from another is not doubled with it.
        self.rows.insert(self.touched, {name: value for name, value in self.rows[at].items() if name != "key"})

    def _remove(self, at: int) -> None:
        del self.rows[at]
        self.touched = min(at, len(self.rows) - 1) if self.rows else None
