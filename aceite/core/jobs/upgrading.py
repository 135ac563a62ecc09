"""What an upgrade leaves to the worker: a migration puts a job of each company into the queue, once."""

from collections.abc import Iterable
from typing import Any

from django_tasks_db.models import get_date_max

from aceite.core.jobs.queue import AT_NIGHT, LONG


def put_for_each(apps: Any, job: str, companies: Iterable[int]) -> None:
    """The job with this dotted path, with `company_id` alone, for each of these; `apps` is the migration's.

    The migration depends on django_tasks_database's 0021_conditional_partial_index_ordering.
    """
    queue = apps.get_model("django_tasks_database", "DBTaskResult").objects
    for company in companies:
        queue.create(
            task_path=job,
            args_kwargs={"args": [], "kwargs": {"company_id": company}},
            queue_name=LONG,
            priority=AT_NIGHT,
            backend_name="default",
            run_after=get_date_max(),
        )
