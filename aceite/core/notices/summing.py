"""The day's summary: once a morning, what each member wants to read by mail together."""

from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction

from aceite.core.companies.models import Company
from aceite.core.notices.models import Notice, NoticeQuerySet
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed

# In the company's zone: read with the first coffee.
HOUR: Final = time(7)
KEPT: Final = timedelta(days=180)


def due_for_summary(company: Company, *, at: datetime) -> NoticeQuerySet:
    """What happened before the last summary hour and was told in no summary yet."""
    local = at.astimezone(company.tz)
    hour = datetime.combine(local.date(), HOUR, tzinfo=company.tz)
    until = hour if local >= hour else hour - timedelta(days=1)
    return Notice.objects.filter(company=company, at__lt=until).for_summary()


def sum_up(company: Company, *, by: Actor, at: datetime) -> Event | None:
    """Records that the summary is due; its mails are written from it. Twice a day is harmless. Raises NotAllowed."""
    if by.company_id != company.pk or by.kind != "system":
        raise NotAllowed
    with transaction.atomic():
        # The lock is on the company's row: of two workers only one finds what is to be told.
        locked = Company.objects.select_for_update().get(pk=company.pk)
        due = list(due_for_summary(locked, at=at).values_list("pk", "member_id"))
        if not due:
            return None
        event = record("notices.summed", by=by, at=at, data={"members": sorted({member for _pk, member in due})})
        Notice.objects.filter(pk__in=[pk for pk, _member in due]).update(summary_event=event.pk)
    return event


def forget_old(company_id: int, *, at: datetime) -> int:
    """Removes the notices older than they are kept; the trail still tells what happened. Returns how many."""
    removed, _by_table = Notice.objects.filter(company=company_id, at__lt=at - KEPT).delete()
    return removed
