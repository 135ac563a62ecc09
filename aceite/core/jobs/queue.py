"""Jobs: functions put into the queue in the act's own transaction and done later, at least once."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, ParamSpec

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from aceite.core.rows.inserting import insert_soon

P = ParamSpec("P")

FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(hours=1)
DEFAULT_LEASE: Final = timedelta(minutes=5)
# The queues: of what is done in a moment, and of what may take minutes. See docs/decisions/0041.
SHORT: Final = "default"
LONG: Final = "long"
# The priority of what the clock asks for and nobody waits for.
AT_NIGHT: Final = -10


class GiveUp(Exception):
    """A job raises it when trying again cannot help."""


class UnknownJob(Exception):
    """The queue names a function that this version of the product does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task[P, None]):
    """A function that `.enqueue(id=…)` puts into the current transaction. Its arguments are ids: a table holds them."""

    tries: int = 8
    lease: timedelta = DEFAULT_LEASE
    label: "str | Promise" = ""

    # The library's own way asks the function's signature again, and builds an answer that no verb waits for.
    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> str:  # type: ignore[override]
        """Puts the job's row into the current transaction; returns its id."""
        row: DBTaskResult[P, None] = DBTaskResult(
            id=uuid.uuid4(),
            args_kwargs={"args": list(args), "kwargs": kwargs},
            priority=self.priority,
            task_path=self.module_path,
            queue_name=self.queue_name,
            run_after=self.run_after or get_date_max(),
            backend_name=self.backend,
        )
        insert_soon(row)
        return str(row.pk)


def job(
    *,
    tries: int = 8,
    lease: timedelta = DEFAULT_LEASE,
    priority: int = 0,
    label: "str | Promise" = "",
    long: bool = False,
) -> Callable[[Callable[P, None]], Job[P]]:
    """Decorates a module-level function that takes ids by keyword.

    It may run more than once, so it must be idempotent. After an exception it is tried again, `tries` times in all,
    each time later; then it becomes a dead letter. When its worker dies, or `lease` passes without a `beat`, it is
    free for the next worker. Higher `priority` (-100 to 100) goes first. It starts in no company's scope.
    `label` says in the user's words what is not done when it becomes a dead letter. What may take minutes is `long`,
    so that it never keeps all threads of a worker from what somebody waits for.
    """

    def wrap(function: Callable[P, None]) -> Job[P]:
        queue = LONG if long else SHORT
        return Job(func=function, tries=tries, lease=lease, priority=priority, label=label, queue_name=queue)

    return wrap


def job_named(path: str) -> Job[...]:
    """The job behind a dotted path. Raises UnknownJob."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise UnknownJob(path) from error
    if not isinstance(found, Job):
        raise UnknownJob(path)
    return found


def pause_after(tries: int) -> timedelta:
    """How long to wait after the given number of tries: 5 s, 15 s, 45 s … an hour, a quarter more or less."""
    pause: timedelta = min(FIRST_PAUSE * 3 ** min(tries - 1, 10), LONGEST_PAUSE)
    # Jobs that failed together, as when a server was away, must not come back together.
    return pause * random.uniform(0.75, 1.25)
