"""An import from the file to the way back: taken in, begun, stopped, undone. The rows themselves are a job's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.models import Company
from aceite.core.imports.columns import missing, recognised
from aceite.core.imports.known import may_import, register_of
from aceite.core.imports.models import Import, WhenKnown
from aceite.core.imports.states import MOVES, ImportState
from aceite.core.people.models import Member
from aceite.core.rows.once import form_key, made_before
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit, said
from aceite.kit.hashing import sha256_hex
from aceite.kit.sheet_reading import SheetRefused, read_sheet
from aceite.kit.states import NotNow


class ImportMoved(Refusal):
    """The import has gone on since the page was opened."""

    sentence = gettext_lazy("Esta importação já mudou de situação. Nada foi alterado: veja como ela está agora.")


class RowsLetGo(Refusal):
    """The rows were let go: after thirty days, or when a person's data were erased."""

    sentence = gettext_lazy("As linhas desta planilha já foram apagadas. Envie a planilha outra vez.")


class NothingToUndo(Refusal):
    """The rows were let go after thirty days."""

    sentence = gettext_lazy("Esta importação não pode mais ser desfeita: passaram 30 dias.")


@dataclass(frozen=True)
class FileData:
    """The file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Choice:
    """For each column of the spreadsheet what it is ("" for nothing), and what happens to known rows."""

    columns: Sequence[str]
    when_known: str = WhenKnown.SKIP


def take_file(kind: str, file: FileData, *, key: str = "", by: Member, at: datetime) -> Import:
    """Reads a spreadsheet and keeps its rows, its columns recognised by their headings; the same form (`key`) twice
    is one import. Raises NotAllowed, Unfit.
    """
    if not may_import(kind, by=by):
        raise NotAllowed(_("Seu papel na equipe não permite importar."))
    try:
        sheet = read_sheet(file.content)
    except SheetRefused as refused:
        raise Unfit("file", said(refused)) from refused
    importing = Import(
        company_id=by.company_id, kind=kind, member=by, file_name=file.name[:160], created_at=at,
        headings=sheet.headings, form_key=form_key(key, kind, sha256_hex(file.content)),
    )  # fmt: skip
    importing.columns = recognised(sheet.headings, register_of(importing).columns)
    importing.keep(sheet.rows)
    with transaction.atomic():
        # One at a time in a company, so that a form sent twice finds what it made.
        Company.objects.select_for_update().get(pk=by.company_id)
        made = made_before(Import.objects.filter(company=by.company_id), importing.form_key)
        if made is None:
            importing.save()
    return made or importing


def start_import(importing: Import, choice: Choice, *, by: Member, at: datetime) -> Import:
    """Lets the worker begin, or go on where it was stopped. Raises NotAllowed, ImportMoved, RowsLetGo, Unfit."""
    with transaction.atomic():
        locked = _locked(importing, "import.start", by)
        if not locked.content:
            raise RowsLetGo
        if locked.state == ImportState.CHOOSING:
            # Rows that came in were read by these columns: they stand once it has begun.
            locked.columns, locked.when_known = _fit(locked, choice), choice.when_known
        locked.state = ImportState.RUNNING
        locked.member, locked.finished_at = by, None
        locked.save(update_fields=["columns", "when_known", "state", "member", "finished_at"])
        _told("import.started", locked, by, at, rows=locked.total)
    return locked


def stop_import(importing: Import, *, by: Member, at: datetime) -> Import:
    """Stops between two rows; what came in stays, and can be undone. Raises NotAllowed, ImportMoved."""
    with transaction.atomic():
        locked = _locked(importing, "import.stop", by)
        locked.state, locked.finished_at = ImportState.STOPPED, at
        locked.save(update_fields=["state", "finished_at"])
        _told("import.stopped", locked, by, at, done=locked.done)
    return locked


def undo_import(importing: Import, *, by: Member, at: datetime) -> Import:
    """Lets the worker take back what nothing has used since. Raises NotAllowed, ImportMoved, NothingToUndo."""
    with transaction.atomic():
        locked = _locked(importing, "import.undo", by)
        if not locked.content:
            raise NothingToUndo
        locked.state, locked.member = ImportState.UNDOING, by
        locked.save(update_fields=["state", "member"])
        _told("import.undo_ordered", locked, by, at)
    return locked


def _locked(importing: Import, verb: str, by: Member) -> Import:
    if by.company_id != importing.company_id or not may_import(importing.kind, by=by):
        raise NotAllowed(_("Seu papel na equipe não permite importar."))
    locked = Import.objects.select_for_update().get(pk=importing.pk)
    try:
        MOVES.require(verb, ImportState(locked.state))
    except NotNow as problem:
        raise ImportMoved from problem
    return locked


def _fit(importing: Import, choice: Choice) -> list[str]:
    columns = register_of(importing).columns
    known = {column.name for column in columns}
    chosen = [name if name in known else "" for name in choice.columns][: len(importing.headings)]
    used = [name for name in chosen if name]
    if len(used) != len(set(used)):
        raise Unfit("", _("Duas colunas da planilha foram escolhidas para o mesmo campo. Deixe só uma."))
    if lacking := missing(chosen, columns):
        names = ", ".join(f"“{column.label}”" for column in lacking)
        raise Unfit("", _("Diga qual coluna da planilha tem: %(names)s.") % {"names": names})
    return chosen


def _told(kind: str, importing: Import, by: Member, at: datetime, **more: int) -> None:
    record(kind, by=by, at=at, data={"import": importing.pk, "register": importing.kind, **more})
