"""Imports run in the worker; what they keep is let go in time."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy

from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.imports.forgetting import let_go, let_go_of_person
from aceite.core.imports.models import Import
from aceite.core.imports.running import give_back_some, left_to_undo, take_some, told_by
from aceite.core.imports.states import ImportState
from aceite.core.jobs.progress import beat
from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on


@on("import.started")
def started(event: Event) -> None:
    """The worker begins, or goes on."""
    run_import.enqueue(company_id=event.company_id, import_id=event.data["import"])


@on("import.undo_ordered")
def undo_ordered(event: Event) -> None:
    """The worker takes it back."""
    take_back_import.enqueue(company_id=event.company_id, import_id=event.data["import"])


@on("person.erased")
def erased(event: Event) -> None:
    """What spreadsheets still say of her goes too."""
    let_go_of_person(event.company_id)


@job(label=gettext_lazy("Importação de planilha"), long=True)
def run_import(*, company_id: int, import_id: int) -> None:
    """Takes the rows that are left; after a dead worker it goes on behind the last one noted."""
    with scoped(company_id):
        importing = Import.objects.get(pk=import_id)
        rows, mine = importing.rows(), told_by(importing)
    while importing.state == ImportState.RUNNING:
        with scoped(company_id):
            importing = take_some(importing, rows, mine, at=timezone.now())
        beat(importing.done, importing.total)


@job(label=gettext_lazy("Desfazer importação"), long=True)
def take_back_import(*, company_id: int, import_id: int) -> None:
    """Undoes the rows that are left."""
    with scoped(company_id):
        importing = Import.objects.get(pk=import_id)
        left = left_to_undo(importing)
    while importing.state == ImportState.UNDOING:
        with scoped(company_id):
            importing = give_back_some(importing, left, at=timezone.now())
        beat()


@every(timedelta(hours=12))
@job()
def let_imports_go() -> None:
    """Spreadsheets hold people's data, so they are kept for as long as they can be undone."""
    with everywhere(Door.JOBS):
        let_go(at=timezone.now())
