"""What the worker does for people's data: copies, erasures, and what the clock erases."""

from contextlib import suppress
from datetime import timedelta
from itertools import islice
from typing import Final

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.jobs.progress import beat
from aceite.core.jobs.queue import AT_NIGHT, job
from aceite.core.jobs.schedule import every
from aceite.core.people.models import Member
from aceite.core.privacy import gathering
from aceite.core.privacy.clearing import clear_sale
from aceite.core.privacy.erasing import CannotErase, erase
from aceite.core.privacy.expiring import forget_old_copies, sales_run_out
from aceite.core.privacy.exporting import make_export
from aceite.core.privacy.merged_before import bring_along_again, left_of_erased, merges_of
from aceite.core.privacy.models import PersonKind, Request, RequestState
from aceite.core.privacy.requesting import fail_erasure
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.models import Proposal
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on

# Importing it registers what core knows of a person.
CORE_SECTIONS: Final = gathering
CLEARED_AT_ONCE: Final = 100
_ROWS: Final = {PersonKind.PANEL_USER: PanelUser, PersonKind.CUSTOMER: Customer, PersonKind.MEMBER: Member}


@on("export.ordered")
def export_later(event: Event) -> None:
    """The copy is made after the request."""
    export_data.enqueue(company_id=event.company_id, request_id=event.data["request"])


@on("erasure.ordered")
def erase_later(event: Event) -> None:
    """Erasing follows the order."""
    erase_data.enqueue(company_id=event.company_id, request_id=event.data["request"])


@job(label=_("Cópia de dados pessoais"), long=True)
def export_data(*, company_id: int, request_id: int) -> None:
    """Makes the copy and puts it at hand."""
    with scoped(company_id):
        request = Request.objects.get(pk=request_id)
        make_export(request, _subject(request), by=System(company_id), at=timezone.now())


@job(label=_("Exclusão de dados pessoais"), long=True)
def erase_data(*, company_id: int, request_id: int) -> None:
    """Erases the person as her plan says now; what forbids it since is told to the company."""
    with scoped(company_id):
        request, at = Request.objects.get(pk=request_id), timezone.now()
        if request.state != RequestState.ORDERED:
            return
        try:
            plan = erase(_subject(request), by=System(company_id), at=at)
        except CannotErase as refusal:
            fail_erasure(request, str(refusal), by=System(company_id), at=at)
            return
        done = {"state": RequestState.DONE, "done_at": at, "kept_until": plan.kept_until}
        Request.objects.filter(pk=request.pk).update(**done)
    # Pages kept for the next look name her.
    cache.clear()


@every(timedelta(days=1))
@job(tries=3)
def watch_periods() -> None:
    """Each company's data whose time is over, by a job of its own."""
    with everywhere(Door.JOBS):
        companies = list(Company.objects.values_list("pk", flat=True))
    for company_id in companies:
        end_periods.enqueue(company_id=company_id)


@job(priority=AT_NIGHT, long=True)
def end_periods(*, company_id: int, after: int = 0) -> None:
    """Clears sales whose time is over, one transaction each, and takes away old copies. After so many a job of its own
    goes on behind the last one: what somebody waits for comes between."""
    at, by = timezone.now(), System(company_id)
    with scoped(company_id):
        over = list(islice(sales_run_out(company_id, at=at, after=after), CLEARED_AT_ONCE))
        forget_old_copies(company_id, by=by, at=at)
    for done, sale in enumerate(over):
        with scoped(company_id):
            clear_sale(Proposal.objects.get(pk=sale), by=by, at=at)
        beat(done + 1, len(over))
    if len(over) == CLEARED_AT_ONCE:
        end_periods.enqueue(company_id=company_id, after=over[-1])


@job(priority=AT_NIGHT, label=_("Cadastros unidos antes da atualização"), long=True)
def look_at_earlier_merges(*, company_id: int) -> None:
    """Once after an upgrade: brings along what merges left behind, and erases what is left of people who were erased.

    Whom a sale that goes on needs stays; the office erases her when it has ended. Twice is harmless.
    """
    at, by = timezone.now(), System(company_id)
    with scoped(company_id):
        for merge in merges_of(company_id):
            bring_along_again(merge)
        for person in list(left_of_erased(company_id)):
            with suppress(CannotErase):
                erase(Subject(person), by=by, at=at)
    cache.clear()


def _subject(request: Request) -> Subject:
    rows = _ROWS[PersonKind(request.person_kind)]
    return Subject(rows.objects.get(company_id=request.company_id, pk=request.person_id))  # type: ignore[attr-defined]
