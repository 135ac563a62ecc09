"""Taking a job out of the queue, and taking it back from a worker that died."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from aceite.core.jobs.models import Lease, Worker
from aceite.core.jobs.queue import AT_NIGHT, DEFAULT_LEASE, LONG, UnknownJob, job_named

# Another host's process cannot be looked at: it is gone when it has been silent this long.
SILENT_FOR: Final = timedelta(seconds=60)


class Share(Enum):
    """Which jobs a thread takes: the fewer, the sooner somebody who waits for one of them gets it."""

    MOMENTS = "what is done in a moment"
    ASKED_FOR = "that, and whatever somebody asked for"
    ALL = "whatever there is"


@dataclass(frozen=True)
class Claimed:
    """One try of one job, in one worker's hands."""

    task: "DBTaskResult[..., Any]"
    worker_id: str

    @property
    def tries(self) -> int:
        """How often it was begun, this time included: every worker that took it left its name."""
        return len(self.task.worker_ids)

    @property
    def arguments(self) -> dict[str, object]:
        """What the function is called with."""
        return dict(self.task.args_kwargs["kwargs"])


def ready(at: datetime, share: Share = Share.ALL) -> "QuerySet[DBTaskResult[..., Any]]":
    """The jobs of this share that may begin at that moment, in their order."""
    found = DBTaskResult.objects.filter(
        Q(run_after=get_date_max()) | Q(run_after__lte=at), status=TaskResultStatus.READY
    )
    if share is Share.MOMENTS:
        return found.exclude(queue_name=LONG)
    return found.exclude(queue_name=LONG, priority__lte=AT_NIGHT) if share is Share.ASKED_FOR else found


def claim(worker_id: str, *, at: datetime, share: Share = Share.ALL) -> Claimed | None:
    """Takes the next job of this share that is ready, with a lease; None when there is none."""
    # Looking first keeps an idle worker from taking SQLite's one write lock twice a second.
    if not ready(at, share).exists():
        return None
    with transaction.atomic():
        task = ready(at, share).select_for_update(skip_locked=True).first()
        if task is None:
            return None
        task.status = TaskResultStatus.RUNNING
        task.started_at = at
        task.worker_ids = [*task.worker_ids, worker_id]
        task.save(update_fields=["status", "started_at", "worker_ids"])
        lease = _lease_of(task)
        Lease.objects.filter(task_id=task.pk).delete()
        Lease.objects.create(task_id=task.pk, worker_id=worker_id, until=at + lease, seconds=int(lease.total_seconds()))
    return Claimed(task, worker_id)


def abandoned(*, at: datetime) -> Iterator[Lease]:
    """The leases whose time is over or whose worker is gone."""
    gone: dict[str, bool] = {}
    workers = {worker.pk: worker for worker in Worker.objects.all()}
    for lease in Lease.objects.order_by("until"):
        if lease.worker_id not in gone:
            gone[lease.worker_id] = is_gone(workers.get(lease.worker_id), at=at)
        if lease.until <= at or gone[lease.worker_id]:
            yield lease


def is_gone(worker: Worker | None, *, at: datetime) -> bool:
    """Whether the worker's process has ended (looked up on this host), or has been silent too long (on another)."""
    if worker is None or worker.beat_at + SILENT_FOR <= at:
        return True
    return worker.host == os.uname().nodename and birth_of(worker.pid) != worker.born


def birth_of(pid: int) -> str | None:
    """When the process began, in the kernel's ticks (proc_pid_stat(5), field 22); None when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    # The name in parentheses may hold spaces and parentheses itself.
    state, *rest = stat.rpartition(")")[2].split()
    return None if state == "Z" else rest[18]


def _lease_of(task: "DBTaskResult[..., Any]") -> timedelta:
    try:
        return job_named(task.task_path).lease
    except UnknownJob:
        return DEFAULT_LEASE
