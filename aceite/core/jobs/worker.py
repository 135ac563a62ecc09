"""The long-running process that does the jobs: threads that work, and one that tends to beats, leases and schedule."""

import logging
import os
import secrets
import threading
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from aceite.core.jobs.claiming import SILENT_FOR, Claimed, Share, birth_of, claim
from aceite.core.jobs.models import Worker
from aceite.core.jobs.progress import current
from aceite.core.jobs.queue import job_named
from aceite.core.jobs.schedule import enqueue_due
from aceite.core.jobs.scrubbing import scrubbed
from aceite.core.jobs.settling import Scope, free_abandoned, settle

logger = logging.getLogger(__name__)

# Each thread has its share; what more there are take whatever there is. See docs/decisions/0041.
SHARES: Final = (Share.MOMENTS, Share.ASKED_FOR, Share.ALL)
POLL_SECONDS: Final = 0.2
TEND_SECONDS: Final = 5.0
DATABASE_AWAY_SECONDS: Final = 0.5
AWAY: Final = (DatabaseError, InterfaceError)


class JobWorker:
    """Does jobs until `stop` is set; `scope` lets it write a company's dead letters (the room `companies` gives it).

    Of three threads the first takes no job that may take minutes, the second none of those that nobody waits for: a
    code for a customer waits for no import, and no import for what the clock asks for.
    """

    def __init__(self, *, scope: Scope, threads: int = len(SHARES)) -> None:
        self.id = secrets.token_hex(16)
        self.scope = scope
        self.stop = threading.Event()
        # Who waits for the database. Each tells of its own outage: with a full disk one only reads, and is answered.
        self.waiting: set[str] = set()
        self.threads = [
            threading.Thread(target=self._work, name=f"jobs-{n}", args=(share,), daemon=True)
            for n, share in enumerate(shares(threads))
        ]

    def run(self) -> None:
        """Blocks until stopped; jobs under way are finished first."""
        self._through_outages(self.tend, by="tending")
        for thread in self.threads:
            thread.start()
        while not self.stop.wait(TEND_SECONDS):
            self._through_outages(self.tend, by="tending")
        for thread in self.threads:
            thread.join()
        self._through_outages(Worker.objects.filter(pk=self.id).delete, by="leaving")
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

    def step(self, share: Share = Share.ALL) -> bool:
        """Does one job of this share if there is one ready; whether there was."""
        claimed = claim(self.id, at=timezone.now(), share=share)
        if claimed is None:
            return False
        error = attempt(claimed)
        # The outcome must be written even when the database goes away just now; a second death leaves it to the lease.
        name = f"{threading.current_thread().name}, settling"
        while not self._through_outages(lambda: settle(claimed, error, at=timezone.now(), scope=self.scope), by=name):
            if self.stop.is_set():
                break
        return True

    def _work(self, share: Share) -> None:
        while not self.stop.is_set():
            self._through_outages(lambda: self._step_or_wait(share), by=threading.current_thread().name)
        connections.close_all()

    def _step_or_wait(self, share: Share) -> None:
        if not self.step(share):
            self.stop.wait(POLL_SECONDS)

    def _through_outages(self, act: Callable[[], object], *, by: str) -> bool:
        """Calls `act`; when the database is away, waits a little and says False.

        `by` is who calls, whose outage is logged when it begins and when it ends: line after line would fill the disk
        that may be full.
        """
        try:
            close_old_connections()
            act()
        except AWAY as problem:
            if by not in self.waiting:
                self.waiting.add(by)
                kind = type(problem).__name__
                logger.warning("the database does not answer (%s): %s %s", by, kind, scrubbed(problem))
            close_old_connections()
            self.stop.wait(DATABASE_AWAY_SECONDS)
            return False
        if by in self.waiting:
            self.waiting.discard(by)
            logger.warning("the database answers again (%s)", by)
        return True


def shares(threads: int) -> list[Share]:
    """What so many threads take; the last one of them always takes whatever there is."""
    first = [SHARES[min(n, len(SHARES) - 1)] for n in range(threads - 1)]
    return [*first, Share.ALL] if threads else []


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
