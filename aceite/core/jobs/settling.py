"""How a try ends: done, to be tried again later, or given up as a dead letter."""

import logging
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from aceite.core.jobs.claiming import Claimed, abandoned
from aceite.core.jobs.models import DeadLetter, Lease
from aceite.core.jobs.queue import GiveUp, UnknownJob, job_named, pause_after
from aceite.core.jobs.scrubbing import class_path, scrubbed

logger = logging.getLogger(__name__)

Scope = Callable[[int], AbstractContextManager[None]]
NO_COMPANY: Final = 0


class WorkerDied(Exception):
    """The worker ended, or ran out of its lease, with the job in its hands."""


def settle(claimed: Claimed, error: Exception | None, *, at: datetime, scope: Scope) -> None:
    """Writes down how this try ended; nothing when the job has meanwhile passed into other hands."""
    with transaction.atomic():
        mine = Lease.objects.filter(task_id=claimed.task.pk, worker_id=claimed.worker_id)
        if not mine.select_for_update().exists():
            return
        mine.delete()
        if error is None:
            _end(claimed.task, TaskResultStatus.SUCCESSFUL, at)
        else:
            _after_error(claimed, error, at, scope)


def free_abandoned(*, at: datetime, scope: Scope) -> int:
    """Puts jobs of dead workers back into the queue; returns how many."""
    freed = 0
    for lease in list(abandoned(at=at)):
        with transaction.atomic():
            task = DBTaskResult.objects.select_for_update().filter(pk=lease.task_id).first()
            # Looked at again under the lock: another worker may have been here first.
            if not Lease.objects.filter(pk=lease.pk, worker_id=lease.worker_id, until=lease.until).delete()[0]:
                continue
            if task is not None and task.status == TaskResultStatus.RUNNING:
                _after_error(Claimed(task, lease.worker_id), WorkerDied(), at, scope)
                freed += 1
    return freed


def _after_error(claimed: Claimed, error: Exception, at: datetime, scope: Scope) -> None:
    task = claimed.task
    if isinstance(error, GiveUp | UnknownJob) or claimed.tries >= _tries_of(task):
        _bury(claimed, error, at, scope)
        return
    task.status = TaskResultStatus.READY
    # A job whose worker died did nothing wrong: it goes on at once.
    task.run_after = get_date_max() if isinstance(error, WorkerDied) else at + pause_after(claimed.tries)
    task.save(update_fields=["status", "run_after"])
    logger.warning("job %s failed (try %s): %s %s", task.task_path, claimed.tries, class_path(error), scrubbed(error))


def _bury(claimed: Claimed, error: Exception, at: datetime, scope: Scope) -> None:
    task, arguments = claimed.task, claimed.arguments
    company_id = arguments.get("company_id", NO_COMPANY)
    company_id = company_id if isinstance(company_id, int) else NO_COMPANY
    with scope(company_id):
        DeadLetter.objects.create(
            company_id=company_id,
            task_id=task.pk,
            kind=task.task_path,
            arguments=arguments,
            error_class=class_path(error),
            message=scrubbed(error),
            tries=claimed.tries,
            died_at=at,
        )
    task.exception_class_path = class_path(error)
    # Places in the code only: the message of an error may hold what must not be kept.
    task.traceback = "".join(traceback.format_tb(error.__traceback__))
    _end(task, TaskResultStatus.FAILED, at)
    logger.error("job %s given up: %s %s", task.task_path, class_path(error), scrubbed(error))


def _end(task: "DBTaskResult[..., Any]", status: TaskResultStatus, at: datetime) -> None:
    task.status = status
    task.finished_at = at
    task.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])


def _tries_of(task: "DBTaskResult[..., Any]") -> int:
    try:
        return job_named(task.task_path).tries
    except UnknownJob:
        return 0
