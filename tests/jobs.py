"""Does in a test what the worker would do, without threads and at a time of one's choice."""

from contextlib import nullcontext
from datetime import datetime

import time_machine
from django.utils import timezone

from aceite.core.companies.scope import nowhere, scoped
from aceite.core.jobs.claiming import claim
from aceite.core.jobs.settling import settle
from aceite.core.jobs.worker import attempt


def run_jobs(at: datetime | None = None, *, failing: bool = False) -> int:
    """Runs every job that is ready, those they make too, with the clock standing at `at`; returns how many ran.

    A job's error comes out of here, unless `failing`: then it is put off or buried as in real life.
    """
    ran = 0
    with time_machine.travel(at, tick=False) if at else nullcontext():
        while claimed := claim("tests", at=timezone.now()):
            # As in the worker: on PostgreSQL a job sees no company's rows until it enters a scope.
            with nowhere():
                error = attempt(claimed)
            settle(claimed, error, at=timezone.now(), scope=scoped)
            if error is not None and not failing:
                raise error
            ran += 1
    return ran
