"""Acts on many sales run in the worker; their reports are let go in time."""

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from aceite.core.bulk.models import BulkAct
from aceite.core.bulk.running import old_reports, take_next
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


@job(label=gettext_lazy("Ação em várias vendas"))
def run_bulk(*, company_id: int, bulk_id: int) -> None:
    """Sees to the sales that are left; after a dead worker it goes on behind the last one noted."""
    with scoped(company_id):
        act = BulkAct.objects.select_related("member__user").get(pk=bulk_id)
    # Sentences of refusals are kept as whoever ordered it reads them.
    with translation.override(act.member.user.language if act.member.user else "pt-br"):
        while act.state == BulkState.RUNNING:
            with scoped(company_id):
                act = take_next(act, at=timezone.now())
            beat(act.done, act.total)


@every(timedelta(hours=12))
@job()
def let_reports_go() -> None:
    """What was told of each sale goes after a while; that the act was done, and to how many, stays."""
    with everywhere(Door.JOBS):
        old_reports(timezone.now()).delete()
