"""How far a running job is: its beat prolongs the lease."""

from contextvars import ContextVar
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from aceite.core.jobs.claiming import Claimed
from aceite.core.jobs.models import Lease

current: ContextVar[Claimed | None] = ContextVar("current", default=None)


def beat(done: int = 0, total: int = 0) -> None:
    """Called by a long job now and then: it lives, and `done` of `total` is done. Outside a worker nothing happens.

    Inside a transaction on PostgreSQL others see it only after the commit, so beat outside of one.
    """
    claimed = current.get()
    if claimed is None:
        return
    lease = Lease.objects.filter(task_id=claimed.task.pk, worker_id=claimed.worker_id)
    seconds = lease.values_list("seconds", flat=True).first() or 0
    lease.update(until=timezone.now() + timedelta(seconds=seconds), done=done, total=total)


def progress_of(task_id: str | UUID) -> tuple[int, int] | None:
    """`(done, total)` as the job last said; None while it waits or when it has ended."""
    return Lease.objects.filter(task_id=task_id).values_list("done", "total").first()
