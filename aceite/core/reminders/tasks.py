"""The schedule looks for customers to remind; each sale is reminded of by a job of its own."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every
from aceite.core.proposals.models import Proposal
from aceite.core.reminders.finding import due_now
from aceite.core.reminders.models import ReminderRules
from aceite.core.reminders.rules import Rules
from aceite.core.reminders.sending import remind_by_rule
from aceite.core.trail.actors import System


@every(timedelta(minutes=30))
@job()
def watch_customers() -> None:
    """Each company in whose hours it is, by a job of its own."""
    at = timezone.now()
    with everywhere(Door.JOBS):
        kept = {row.company_id: row.as_rules() for row in ReminderRules.objects.all()}
        companies = list(Company.objects.all())
    for company in companies:
        rules = kept.get(company.pk, Rules())
        if not rules.on or not rules.speaks_at(at.astimezone(company.tz), company.days_off):
            continue
        look_whom_to_remind.enqueue(company_id=company.pk)


@job()
def look_whom_to_remind(*, company_id: int) -> None:
    """Finds the sales whose customers the company's rules remind now."""
    with scoped(company_id):
        for due in due_now(Company.objects.get(pk=company_id), at=timezone.now()):
            remind_the_customer.enqueue(company_id=company_id, proposal_id=due.proposal.pk)


@job(label=gettext_lazy("Lembrar um cliente"))
def remind_the_customer(*, company_id: int, proposal_id: int) -> None:
    """Reminds the customer of one sale, if that still holds."""
    with scoped(company_id):
        proposal = Proposal.objects.get(pk=proposal_id)
        remind_by_rule(proposal, by=System(company_id), at=timezone.now())
