"""What an import needs to know of a register: its columns, how a row goes in, and how it comes out again."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from aceite.core.companies.models import Company
from aceite.core.imports.columns import Column
from aceite.core.imports.models import ImportedRow
from aceite.core.imports.states import Outcome
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import Refusal

# What a row of a register is known by: what the columns of `Register.keys` hold.
Key = tuple[object, ...]


class ChangedSince(Refusal):
    """Somebody changed what the import had written."""


@dataclass(frozen=True)
class Taking:
    """In whose name, when and how rows are taken; `mine` are the targets that rows of this import told of already."""

    company: Company
    by: Actor
    at: datetime
    update: bool
    mine: Set[int] = frozenset()


@dataclass(frozen=True)
class Taken:
    """What became of a row, as ImportedRow keeps it."""

    outcome: Outcome
    target: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)


class Register(Protocol):
    """A register that can be filled from a spreadsheet."""

    right: str
    columns: Sequence[Column]
    # The columns that say which customer, item or price a row speaks of.
    keys: Sequence[str]
    # Whether further rows of one key add to it, or are refused.
    gathers: bool

    def key(self, values: Mapping[str, Any]) -> Key:
        """What the row is known by, where its `keys` could be read."""

    def known(self, company: Company, keys: Collection[Key]) -> Set[Key]:
        """Which of these the register holds already."""

    def led_away(self, company: Company, keys: Collection[Key]) -> Set[Key]:
        """Which of these went into another one of the register: their rows are skipped."""

    def more_of(self, values: Mapping[str, Any]) -> str:
        """What a further row of the same key brings, as one word to know it by; "" for nothing."""

    def same_as(self, rows: str, count: int) -> str:
        """The sentence that says in which other rows, `count` of them, the same stands."""

    def foreseen(self, rows: Sequence[Mapping[str, Any]], how: Taking) -> list[list[tuple[str, str]]]:
        """For each row whose cells could be read, what of it would be refused: column's label and sentence."""

    def take(self, values: Mapping[str, Any], how: Taking) -> Taken:
        """Puts one row in; `values` by column, only what its cells hold. Raises a Refusal, and then nothing changed."""

    def give_back(self, row: ImportedRow, how: Taking) -> None:
        """Undoes one row. Raises a Refusal saying why that cannot be, and then nothing changed."""


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields in which two states differ: as they were, and as they are."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
