"""Acts on many sales run in the worker; their reports are let go in time."""

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from aceite.core.bulk.models import BulkAct
from aceite.core.bulk.running import old_reports, take_next
from aceite.core.bulk.spreadsheet import forget_files, forget_old_files, hold_unended, old_files, write_down
from aceite.core.bulk.states import BulkState
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.jobs.progress import beat
from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on


@on("bulk.started", "bulk.continued")
def started(event: Event) -> None:
    """The worker begins, or goes on."""
    run_bulk.enqueue(company_id=event.company_id, bulk_id=event.data["bulk"])


@on("person.erased", "sale.cleared")
def erased(event: Event) -> None:
    """What spreadsheets still say of her, or of it, goes too."""
    if event.kind == "sale.cleared":
        hold_unended(event.company_id)
    forget_files(BulkAct.objects.filter(company_id=event.company_id), at=event.at)


@job(label=gettext_lazy("Ação em várias vendas"), long=True)
def run_bulk(*, company_id: int, bulk_id: int) -> None:
    """Sees to the sales that are left; after a dead worker it goes on behind the last one noted."""
    with scoped(company_id):
        act = BulkAct.objects.select_related("member__user").get(pk=bulk_id)
    # Sentences of refusals are kept as whoever ordered it reads them.
    with translation.override(act.member.user.language if act.member.user else "pt-br"):
        while act.state == BulkState.RUNNING:
            with scoped(company_id):
                go_on = write_down if act.is_looked_over else take_next
                act = go_on(act, at=timezone.now())
            beat(act.done, act.total)


@every(timedelta(hours=12))
@job()
def let_reports_go() -> None:
    """What was told of each sale goes after a while; that the act was done, and to how many, stays."""
    at = timezone.now()
    with everywhere(Door.JOBS):
        old_reports(at).delete()
        companies = set(old_files(at).values_list("company_id", flat=True))
    for company_id in companies:
        with scoped(company_id):
            forget_old_files(company_id, at=at)
