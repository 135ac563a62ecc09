"""Notices follow the trail: a job beside each act, a summary each morning; and they go with whoever is erased."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.jobs.queue import AT_NIGHT, job
from aceite.core.jobs.schedule import every
from aceite.core.notices.audience import AUDIENCES
from aceite.core.notices.kinds import ABOUT, Kind
from aceite.core.notices.models import Notice, NoticeChoice
from aceite.core.notices.posting import write_notices
from aceite.core.notices.summing import forget_old, sum_up
from aceite.core.people.models import Member
from aceite.core.privacy.sections import Facts, section
from aceite.core.privacy.subjects import Subject
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on


@on(*AUDIENCES)
def queue_notices(event: Event) -> None:
    """One job for each event somebody may want to know of; the act waits for nothing."""
    write_notices.enqueue(company_id=event.company_id, event_id=event.pk)


@every(timedelta(minutes=15))
@job()
def watch_summaries() -> None:
    """Finds the companies with something to sum up; each is summed up by a job of its own."""
    with everywhere(Door.JOBS):
        waiting = Notice.objects.for_summary().order_by().values("company").distinct()
        companies = list(Company.objects.filter(pk__in=waiting).values_list("pk", flat=True))
    for company_id in companies:
        write_summary.enqueue(company_id=company_id)


@job()
def write_summary(*, company_id: int) -> None:
    """Sums up what was to be told by this morning."""
    with scoped(company_id):
        sum_up(Company.objects.get(pk=company_id), by=System(company_id), at=timezone.now())


@every(timedelta(days=1))
@job()
def watch_old_notices() -> None:
    """Each company's notices, by a job of its own."""
    with everywhere(Door.JOBS):
        companies = list(Company.objects.values_list("pk", flat=True))
    for company_id in companies:
        forget_old_notices.enqueue(company_id=company_id)


@job(priority=AT_NIGHT, long=True)
def forget_old_notices(*, company_id: int) -> None:
    """Removes what is older than notices are kept."""
    with scoped(company_id):
        forget_old(company_id, at=timezone.now())


@on("person.erased")
def forget_reader(event: Event) -> None:
    """Of a member who was erased neither notices nor choices are left."""
    members = [pk for kind, pk in event.data["readers"] if kind == Member.kind]
    Notice.objects.filter(company=event.company_id, member__in=members).delete()
    NoticeChoice.objects.filter(company=event.company_id, member__in=members).delete()


@section("avisos", gettext_lazy("Avisos recebidos"))
def _notices(subject: Subject) -> Iterator[Facts]:
    if isinstance(subject.row, Member):
        told = Notice.objects.filter(member=subject.row).select_related("proposal").order_by("pk")
        for notice in told:
            sale = notice.proposal.number if notice.proposal else ""
            what = {_("em"): notice.at, _("aviso"): str(ABOUT[Kind(notice.kind)].label), _("venda"): sale}
            yield {**what, _("lido em"): notice.read_at}
