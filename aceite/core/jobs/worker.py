"""The long-running process that does the jobs: threads that work, and one that tends to beats, leases and schedule."""

import logging
import os
import secrets
import threading
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from aceite.core.jobs.claiming import SILENT_FOR, Claimed, birth_of, claim
from aceite.core.jobs.models import Worker
from aceite.core.jobs.progress import current
from aceite.core.jobs.queue import job_named
from aceite.core.jobs.schedule import enqueue_due
from aceite.core.jobs.scrubbing import scrubbed
from aceite.core.jobs.settling import Scope, free_abandoned, settle

logger = logging.getLogger(__name__)

# One for what is done in a moment, two for whatever there is.
THREADS: Final = 3
POLL_SECONDS: Final = 0.2
TEND_SECONDS: Final = 5.0
DATABASE_AWAY_SECONDS: Final = 0.5
AWAY: Final = (DatabaseError, InterfaceError)


class JobWorker:
    """Does jobs until `stop` is set; `scope` lets it write a company's dead letters (the room `companies` gives it).

    Of several threads the first takes no job that may take minutes: a code for a customer waits for none.
    """

    def __init__(self, *, scope: Scope, threads: int = THREADS) -> None:
        self.id = secrets.token_hex(16)
        self.scope = scope
        self.stop = threading.Event()
        self.database_away = threading.Event()
        self.threads = [
            threading.Thread(target=self._work, name=f"jobs-{n}", args=(n > 0 or threads == 1,), daemon=True)
            for n in range(threads)
        ]

    def run(self) -> None:
        """Blocks until stopped; jobs under way are finished first."""
        self._through_outages(self.tend)
        for thread in self.threads:
            thread.start()
        while not self.stop.wait(TEND_SECONDS):
            self._through_outages(self.tend)
        for thread in self.threads:
            thread.join()
        self._through_outages(Worker.objects.filter(pk=self.id).delete)
        connections.close_all()

    def tend(self) -> None:
        """Says that this worker lives, frees what dead ones held, and queues what the clock asks for."""
        at = timezone.now()
        Worker.objects.update_or_create(
            pk=self.id,
            defaults={
                "host": os.uname().nodename,
                "pid": os.getpid(),
                "born": birth_of(os.getpid()) or "",
                "beat_at": at,
            },
        )
        free_abandoned(at=at, scope=self.scope)
        Worker.objects.filter(beat_at__lt=at - 10 * SILENT_FOR).delete()
        enqueue_due(at=at)

    def step(self, *, long: bool = True) -> bool:
        """Does one job if there is one ready, one that may take minutes only if `long`; whether there was."""
        claimed = claim(self.id, at=timezone.now(), long=long)
        if claimed is None:
            return False
        error = attempt(claimed)
        # The outcome must be written even when the database goes away just now; a second death leaves it to the lease.
        while not self._through_outages(lambda: settle(claimed, error, at=timezone.now(), scope=self.scope)):
            if self.stop.is_set():
                break
        return True

    def _work(self, long: bool) -> None:
        while not self.stop.is_set():
            self._through_outages(lambda: self._step_or_wait(long=long))
        connections.close_all()

    def _step_or_wait(self, *, long: bool) -> None:
        if not self.step(long=long):
            self.stop.wait(POLL_SECONDS)

    def _through_outages(self, act: Callable[[], object]) -> bool:
        """Calls `act`; when the database is away, waits a little and says False.

        An outage is logged when it begins and when it ends: line after line would fill the disk that may be full.
        """
        try:
            close_old_connections()
            act()
        except AWAY as problem:
            if not self.database_away.is_set():
                self.database_away.set()
                logger.warning("the database does not answer: %s %s", type(problem).__name__, scrubbed(problem))
            close_old_connections()
            self.stop.wait(DATABASE_AWAY_SECONDS)
            return False
        if self.database_away.is_set():
            self.database_away.clear()
            logger.warning("the database answers again")
        return True


def attempt(claimed: Claimed) -> Exception | None:
    """Calls the job's function; returns what it raised."""
    token = current.set(claimed)
    try:
        job_named(claimed.task.task_path).call(**claimed.arguments)
    except Exception as error:
        return error
    finally:
        current.reset(token)
    return None
