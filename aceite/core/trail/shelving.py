"""Taking a row of a register out of the choice and putting it back: once, and told in the company's chain."""

from datetime import datetime
from typing import Protocol, TypeVar

from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record


class Shelved(Protocol):
    """A row that is offered while it is `active`."""

    pk: int
    active: bool

    def save(self, *, update_fields: list[str]) -> None:
        """Writes these columns."""


Row = TypeVar("Row", bound=Shelved)


def shelve(row: Row, noun: str, *, active: bool, by: Actor, at: datetime) -> Row:
    """Sets whether it is offered, under the caller's lock and within her rights; twice is harmless. The events are the
    noun's `archived` and `restored`, and name the row by the noun."""
    if row.active != active:
        row.active = active
        row.save(update_fields=["active"])
        record(f"{noun}.restored" if active else f"{noun}.archived", by=by, at=at, data={noun: row.pk})
    return row
