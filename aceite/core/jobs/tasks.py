"""The queue keeps itself small, and the database knows what its tables hold."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from aceite.core.jobs.queue import AT_NIGHT, job
from aceite.core.jobs.schedule import every
from aceite.core.rows.planning import tell_the_planner

DONE_KEPT: Final = timedelta(days=1)
FAILED_KEPT: Final = timedelta(days=30)
AT_ONCE: Final = 1000


@every(timedelta(hours=1))
@job(tries=3, priority=AT_NIGHT, long=True)
def prune_finished() -> None:
    """Removes the rows of jobs done a day ago and of those given up a month ago (their dead letters stay)."""
    at = timezone.now()
    for status, kept in ((TaskResultStatus.SUCCESSFUL, DONE_KEPT), (TaskResultStatus.FAILED, FAILED_KEPT)):
        old = DBTaskResult.objects.filter(status=status, finished_at__lt=at - kept).order_by("finished_at")
        # In small bites, so that acts never wait long for SQLite's one writer.
        while bite := list(old.values_list("pk", flat=True)[:AT_ONCE]):
            DBTaskResult.objects.filter(pk__in=bite).delete()


@every(timedelta(hours=6))
@job(tries=3)
def look_at_the_tables() -> None:
    """So that queries are planned for how many rows there are."""
    tell_the_planner()
