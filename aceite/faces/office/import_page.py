"""What the pages of an import show: columns with examples, the first rows judged, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.forms import BoundField
from django.utils.text import Truncator

from aceite.core.imports.columns import missing
from aceite.core.imports.judging import judge
from aceite.core.imports.known import register_of
from aceite.core.imports.models import KEPT_FOR, Import, ImportedRow, ImportedRowQuerySet
from aceite.core.imports.registers import Taking
from aceite.core.imports.repeats import Foretold, foretell, repeated
from aceite.core.imports.states import MOVES, ImportState, Outcome
from aceite.faces.office.forms.imports import ColumnsForm

LOOKED_AT: Final = 200
EXAMPLES: Final = 3
# Of a long one so much tells what the column is; what is cut ends in "…".
LONGEST: Final = 40
SHOWN: Final = 20


@dataclass(frozen=True)
class ColumnShown:
    """One column of the spreadsheet."""

    field: BoundField
    examples: str
    chosen: bool


@dataclass(frozen=True)
class Preview:
    """What the first rows would come to; `lacking` are needed fields that no column was chosen for."""

    looked_at: int
    whole: bool
    good: int
    bad: list[tuple[int, list[tuple[str, str]]]]
    more: int
    lacking: list[str]
    # How many rows the import would try.
    to_take: int
    # Of the good rows: so many speak of a CPF, CNPJ or code that is in the register already.
    known: int
    # And so many are skipped: who stood under theirs went into another.
    led_away: int
    again: list[Foretold]
    more_again: int

    @property
    def none_fit(self) -> bool:
        """Whether all rows were looked at, and none can enter."""
        return self.whole and not self.good and not self.lacking


@dataclass(frozen=True)
class Result:
    """What came of an import so far; `gone` says that its rows were let go once it was done."""

    counts: dict[str, int]
    failed: list[ImportedRow]
    stayed: list[ImportedRow]
    stayed_count: int
    until: datetime
    can_undo: bool
    goes_on: bool
    waits: bool
    gone: bool

    @property
    def changed_something(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self.counts.get(Outcome.CREATED) or self.counts.get(Outcome.CHANGED))

    @property
    def more_failed(self) -> int:
        """How many of the wrong rows are not shown."""
        return self.counts.get(Outcome.FAILED, 0) - len(self.failed)


def columns_shown(form: ColumnsForm, importing: Import) -> list[ColumnShown]:
    """Each column with the first things that stand in it."""
    rows = importing.rows()[:LOOKED_AT]
    return [
        ColumnShown(form[name], _examples([row.cells[n] for row in rows]), bool(form[name].value()))
        for n, name in enumerate(form.names)
    ]


def preview(importing: Import, chosen: Sequence[str], how: Taking) -> Preview:
    """Judge the first rows by the chosen columns, and find those that stand twice among all."""
    rows, register = importing.rows(), register_of(importing)
    looked_at = rows[:LOOKED_AT]
    lacking = [str(column.label) for column in missing(chosen, register.columns)]
    repeats = [] if lacking else repeated(rows, chosen, register)
    seen = sum(one.row.number <= looked_at[-1].number for one in repeats) if looked_at else 0
    again = foretell(repeats[: max(seen, SHOWN)], chosen, register, how) if repeats else []
    refused = {one.number for one in again if one.refused}
    judged = judge(looked_at, chosen, register, how) if not lacking else []
    bad = [(one.row.number, one.errors) for one in judged if one.errors]
    good = [one for one in judged if not one.errors and one.row.number not in refused]
    keys = [register.key(one.values) for one in good]
    known = register.known(how.company, set(keys)) if good else set()
    away = register.led_away(how.company, set(keys)) if good else set()
    whole = len(looked_at) == importing.total
    return Preview(
        looked_at=len(looked_at),
        whole=whole,
        good=len(good),
        bad=bad[:SHOWN],
        more=max(0, len(bad) - SHOWN),
        lacking=lacking,
        to_take=len(good) if whole and not lacking else importing.total,
        known=sum(key in known for key in keys),
        led_away=sum(key in away for key in keys),
        again=again[:SHOWN],
        more_again=max(0, len(repeats) - SHOWN),
    )


def result(importing: Import, rows: ImportedRowQuerySet) -> Result:
    """Count what became of the rows, with the first of those that need somebody."""
    state = ImportState(importing.state)
    stayed = rows.stayed()
    return Result(
        counts=rows.tallied(),
        failed=list(rows.failed()[:SHOWN]),
        stayed=list(stayed[:SHOWN]),
        stayed_count=stayed.count(),
        until=importing.created_at + KEPT_FOR,
        can_undo=bool(importing.content) and MOVES.find("import.undo", state) is not None,
        goes_on=bool(importing.content) and state is ImportState.STOPPED,
        waits=state in (ImportState.RUNNING, ImportState.UNDOING),
        gone=not importing.content and state is ImportState.DONE,
    )


def _examples(cells: Sequence[str]) -> str:
    seen = list(dict.fromkeys(Truncator(cell).chars(LONGEST) for cell in cells if cell))
    return " · ".join(seen[:EXAMPLES])
