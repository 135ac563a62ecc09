"""The rows of an import, a few at a time: each once, whatever dies in between."""

from collections.abc import Iterator, Sequence, Set
from datetime import datetime
from typing import Final

from django.db import transaction

from aceite.core.imports.known import may_import, register_of
from aceite.core.imports.models import Import, ImportedRow, WhenKnown
from aceite.core.imports.registers import Register, Taken, Taking
from aceite.core.imports.row_reading import Errors, values_of
from aceite.core.imports.states import ImportState, Outcome
from aceite.core.rows.inserting import insert_all
from aceite.core.trail.actors import System
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal
from aceite.kit.sheet_reading import SheetRow

# In small bites, so that others never wait long for SQLite's one writer or for the company's chain.
AT_ONCE: Final = 20


# What became of a row that said what its target is: further rows of the same spreadsheet do not say it again.
_TOLD: Final = (Outcome.CREATED, Outcome.CHANGED, Outcome.SAME)


def told_by(importing: Import) -> set[int]:
    """The targets of which rows of this import have told so far."""
    told = ImportedRow.objects.filter(of=importing, outcome__in=_TOLD)
    return {target for target in told.values_list("target", flat=True) if target is not None}


def take_some(importing: Import, rows: Sequence[SheetRow], mine: set[int], *, at: datetime) -> Import:
    """Takes the next few rows in one transaction with the note of what became of each; returns how it stands then."""
    with transaction.atomic():
        locked = _locked(importing)
        if locked.state != ImportState.RUNNING:
            return locked
        if not may_import(locked.kind, by=locked.member):
            # Whoever began it has meanwhile left the team or lost the right.
            return _end(locked, ImportState.STOPPED, "import.stopped", at)
        kept = Import.objects.holding_rows().filter(pk=locked.pk).exists()
        bite = rows[locked.done : locked.done + AT_ONCE] if kept else []
        if not bite and locked.done < locked.total:
            # The rows were let go meanwhile: none of them comes in any more, and no waiting brings them back.
            return _end(locked, ImportState.STOPPED, "import.stopped", at)
        insert_all(list(_taken(locked, bite, mine, at)))
        locked.done += len(bite)
        locked.save(update_fields=["done"])
        if locked.done >= locked.total:
            return _end(locked, ImportState.DONE, "import.finished", at)
    return locked


def left_to_undo(importing: Import) -> list[int]:
    """The numbers of its rows that nobody tried to take back yet, the last first. None is added while it is undone."""
    rows = ImportedRow.objects.filter(company=importing.company_id, of=importing).to_undo()
    return list(rows.values_list("number", flat=True))


def give_back_some(importing: Import, left: list[int], *, at: datetime) -> Import:
    """Undoes the next few of those left, in one transaction, and strikes them off; returns how the import stands then.

    What is left is asked once, by `left_to_undo`: asked again for every few, all rows would be read each time.
    """
    with transaction.atomic():
        locked = _locked(importing)
        if locked.state != ImportState.UNDOING:
            return locked
        bite = left[:AT_ONCE]
        if not bite:
            return _end(locked, ImportState.UNDONE, "import.undone", at)
        how = _how(locked, frozenset(), at)
        # A worker taken for dead may have been at some of them. By a range the index finds them, whatever PostgreSQL
        # knows of the table; by a list it may read every row of the import.
        rows = ImportedRow.objects.filter(company=locked.company_id, of=locked, number__range=(bite[-1], bite[0]))
        for row in rows.to_undo():
            _give_back(register_of(locked), row, how)
    del left[:AT_ONCE]
    return locked


def _taken(importing: Import, bite: Sequence[SheetRow], mine: set[int], at: datetime) -> Iterator[ImportedRow]:
    register = register_of(importing)
    for row in bite:
        values, errors = values_of(row.cells, importing.columns, register.columns)
        taken: Taken | None = None
        if not errors:
            taken, errors = _try(register, values, _how(importing, mine, at))
        if taken is None:
            yield _row(importing, row, Taken(Outcome.FAILED), errors)
            continue
        if taken.outcome in _TOLD and taken.target is not None:
            mine.add(taken.target)
        yield _row(importing, row, taken, [])


def _try(register: Register, values: dict[str, object], how: Taking) -> tuple[Taken | None, Errors]:
    try:
        with transaction.atomic():
            return register.take(values, how), []
    except Refusal as refusal:
        return None, [(_label(register, getattr(refusal, "field", "")), str(refusal.sentence))]


def _label(register: Register, field: str) -> str:
    return next((str(column.label) for column in register.columns if column.name == field), "")


def _give_back(register: Register, row: ImportedRow, how: Taking) -> None:
    row.undone = True
    try:
        with transaction.atomic():
            register.give_back(row, how)
    except Refusal as refusal:
        row.undone, row.errors = False, [("", str(refusal.sentence))]
    row.save(update_fields=["undone", "errors"])


def _how(importing: Import, mine: Set[int], at: datetime) -> Taking:
    update = importing.when_known == WhenKnown.UPDATE
    return Taking(importing.company, importing.member, at, update=update, mine=mine)


def _row(importing: Import, row: SheetRow, taken: Taken, errors: Errors) -> ImportedRow:
    return ImportedRow(
        company_id=importing.company_id, of=importing, number=row.number, outcome=taken.outcome, target=taken.target,
        before=taken.before, after=taken.after, people=taken.people, errors=errors,
    )  # fmt: skip


def _locked(importing: Import) -> Import:
    # The whole spreadsheet is not read again for every few of its rows.
    rows = Import.objects.select_for_update(of=("self",)).select_related("company", "member")
    return rows.defer("content", "headings").get(pk=importing.pk)


def _end(importing: Import, state: ImportState, kind: str, at: datetime) -> Import:
    importing.state, importing.finished_at = state, at
    importing.save(update_fields=["state", "finished_at"])
    counts = ImportedRow.objects.filter(of=importing).tallied()
    stayed = ImportedRow.objects.filter(of=importing).stayed().count()
    told = {"import": importing.pk, "register": importing.kind, "stayed": stayed, **counts}
    record(kind, by=System(importing.company_id), at=at, data=told)
    return importing
