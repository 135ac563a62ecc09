"""What is done again and again: each periodic job says its interval where it is defined, in a room's tasks.py."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ParamSpec

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from aceite.core.jobs.models import Periodic
from aceite.core.jobs.queue import Job

P = ParamSpec("P")

_periodic: dict[str, tuple[Job[...], timedelta]] = {}


def every(interval: timedelta) -> Callable[[Job[P]], Job[P]]:
    """Decorates a `@job()` without arguments: workers put it into the queue once per interval, all of them together."""

    def register(job: Job[P]) -> Job[P]:
        _periodic[job.module_path] = (job, interval)
        return job

    return register


def timetable() -> dict[str, timedelta]:
    """Every periodic job by its dotted path, and how often it runs."""
    return {name: interval for name, (_job, interval) in sorted(_periodic.items())}


def enqueue_due(*, at: datetime) -> int:
    """Puts the periodic jobs whose time has come into the queue; returns how many."""
    last = dict(Periodic.objects.values_list("name", "queued_at"))
    due = [name for name, (_job, interval) in _periodic.items() if _is_due(last.get(name), interval, at)]
    return sum(_enqueue_one(name, at) for name in due)


def _enqueue_one(name: str, at: datetime) -> bool:
    job, interval = _periodic[name]
    Periodic.objects.get_or_create(name=name)
    with transaction.atomic():
        # The lock is on the periodic job's row: of several workers only one puts it into the queue.
        row = Periodic.objects.select_for_update().get(name=name)
        if not _is_due(row.queued_at, interval, at):
            return False
        row.queued_at = at
        row.save(update_fields=["queued_at"])
        open_states = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
        if DBTaskResult.objects.filter(task_path=name, status__in=open_states).exists():
            return False
        job.enqueue()
    return True


def _is_due(queued_at: datetime | None, interval: timedelta, at: datetime) -> bool:
    return queued_at is None or queued_at + interval <= at
