"""Does what the worker would have done while the stories happened, so that the first start finds an empty queue."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

from django.db import connections, transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from aceite.core.companies.scope import scoped
from aceite.core.jobs.worker import JobWorker
from aceite.core.notices.posting import write_notices
from aceite.core.trail.models import Event
from aceite.outbound.mail.deliveries import make_deliveries
from aceite.outbound.mail.models import Delivery, State
from aceite.outbound.mail.posting import write_letters

# Of what happened longer ago nobody looks for the mails.
REMEMBERED: Final = timedelta(days=30)
# Only the mails of the last days are written: they are worth reading in the demo's mailbox.
WRITTEN: Final = timedelta(days=3)
AT_ONCE: Final = 2


def settle_mails(at: datetime, now: datetime) -> None:
    """Takes the mails of the acts up to `at` out of the queue: those of the last weeks enter the log as sent on their
    day, those of the last days stay to be written, older ones are forgotten."""
    if at >= now - WRITTEN:
        return
    waiting = DBTaskResult.objects.filter(task_path=write_letters.module_path, status=TaskResultStatus.READY)
    if at >= now - REMEMBERED:
        for task in waiting:
            _note(Event.objects.get(pk=task.args_kwargs["kwargs"]["event_id"]))
    waiting.delete()
    # Of what happened longer ago nobody is told any more.
    DBTaskResult.objects.filter(task_path=write_notices.module_path, status=TaskResultStatus.READY).delete()


def _note(event: Event) -> None:
    letters = [delivery.pk for delivery in make_deliveries(event, now=event.at)]
    Delivery.objects.filter(pk__in=letters).update(state=State.SENT, sending_at=event.at, sent_at=event.at)


def do_jobs() -> int:
    """Does every job that is ready, and those they make: files, pictures, the last days' mails. Returns how many."""
    assert not transaction.get_connection().in_atomic_block, "jobs see only what is committed"
    workers = [JobWorker(scope=scoped, threads=0) for _number in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(_work_off, workers))


def _work_off(worker: JobWorker) -> int:
    done = 0
    while worker.step():
        done += 1
    connections.close_all()
    return done
