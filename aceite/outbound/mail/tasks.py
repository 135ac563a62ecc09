"""The mail room listens to what happens and puts a job beside it; the rest is the worker's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.customers.folding import Hers, go_along
from aceite.core.customers.models import PanelUser
from aceite.core.jobs.queue import AT_NIGHT, job
from aceite.core.jobs.schedule import every
from aceite.core.privacy.sections import Facts, section
from aceite.core.privacy.subjects import Subject
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on
from aceite.outbound.mail.forgetting import forget_old, forget_readers
from aceite.outbound.mail.models import Delivery, MailStop, Topic
from aceite.outbound.mail.posting import write_letters, write_urgent_letters
from aceite.outbound.mail.rules import RULES

# What somebody at both customers does not want, she does not want of the one they became.
HERS: Final = (Hers("mail_stops", MailStop, "panel_user", once=lambda one: one.topic),)
go_along(*HERS)


@on(*RULES)
def queue_letters(event: Event) -> None:
    """One job for each event that has letters; it commits or rolls back with the act."""
    letters = write_urgent_letters if event.kind == "code.requested" else write_letters
    letters.enqueue(company_id=event.company_id, event_id=event.pk)


@on("person.erased")
def forget_reader(event: Event) -> None:
    """The log keeps that a mail left, and no longer to whom."""
    for kind, pk in event.data["readers"]:
        forget_readers(Delivery.objects.of_company(event.company_id).filter(reader_kind=kind, reader_id=pk))


@on("person.erased")
def forget_stops(event: Event) -> None:
    """Of a person who was erased no choices are left."""
    people = [pk for kind, pk in event.data["readers"] if kind == PanelUser.kind]
    MailStop.objects.filter(company=event.company_id, panel_user__in=people).delete()


@on("sale.removed")
def forget_sale(event: Event) -> None:
    """Of a sale that is gone nothing was mailed."""
    Delivery.objects.of_company(event.company_id).of_sale(event.data["sale"]).delete()


@every(timedelta(days=1))
@job(tries=3)
def watch_log() -> None:
    """Each company's log, by a job of its own."""
    with everywhere(Door.JOBS):
        companies = list(Company.objects.values_list("pk", flat=True))
    for company_id in companies:
        shorten_log.enqueue(company_id=company_id)


@job(priority=AT_NIGHT, long=True)
def shorten_log(*, company_id: int) -> None:
    """Removes what is older than the company keeps its log."""
    with scoped(company_id):
        forget_old(company_id, at=timezone.now())


@section("emails", gettext_lazy("E-mails enviados"))
def _mails(subject: Subject) -> Iterator[Facts]:
    for kind, pk in subject.readers():
        sent = Delivery.objects.of_company(subject.company_id).filter(reader_kind=kind, reader_id=pk)
        for delivery in sent.order_by("created_at"):
            told = {_("em"): delivery.sent_at or delivery.created_at, _("assunto"): str(delivery.title)}
            yield {**told, _("endereço"): delivery.address, _("situação"): delivery.get_state_display()}


@section("escolhas_de_email", gettext_lazy("E-mails que escolheu não receber"))
def _stops(subject: Subject) -> Iterator[Facts]:
    stops = MailStop.objects.filter(panel_user__in=subject.panel_users()).select_related("panel_user__customer")
    for stop in stops.order_by("stopped_at", "pk"):
        what = {_("e-mails"): str(Topic(stop.topic).label), _("desde"): stop.stopped_at}
        yield {**what, _("cliente"): str(stop.panel_user.customer)}
