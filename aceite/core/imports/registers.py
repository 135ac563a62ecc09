"""What an import needs to know of a register: its columns, how a row goes in, and how it comes out again."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from aceite.core.companies.models import Company
from aceite.core.imports.columns import Column
from aceite.core.imports.models import ImportedRow
from aceite.core.imports.states import Outcome
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import Refusal


class ChangedSince(Refusal):
    """Somebody changed what the import had written."""


@dataclass(frozen=True)
class Taking:
    """In whose name, when and how rows are taken; `mine` are the targets that this import itself made."""

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

    def take(self, values: Mapping[str, Any], how: Taking) -> Taken:
        """Puts one row in; `values` by column, only what its cells hold. Raises a Refusal, and then nothing changed."""

    def give_back(self, row: ImportedRow, how: Taking) -> None:
        """Undoes one row. Raises a Refusal saying why that cannot be, and then nothing changed."""


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields in which two states differ: as they were, and as they are."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
