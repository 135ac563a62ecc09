"""The real worker as a process of its own: it dies, ends politely, outlives its database."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aceite.core.jobs.claiming import Share
from aceite.core.jobs.worker import shares
from tests.schemas import bring

# The processes have a SQLite file of their own, whichever database the run is on: once is enough.
pytestmark = [pytest.mark.hostile, pytest.mark.sqlite]

PUT = "from tests.core.jobs.samples import {job}; {job}.enqueue(folder={folder!r})"


class Bench:
    """A database in a file, and workers on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "ACEITE_ENV": "test",
            "ACEITE_VAR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DJANGO_SETTINGS_MODULE": "aceite.project.settings",
        }
        if not bring(folder / "db.sqlite3"):
            self.python("-m", "django", "migrate", "--skip-checks", "-v", "0")

    def python(self, *words: str) -> None:
        """Runs Python to its end."""
        subprocess.run([sys.executable, *words], env=self.environment, check=True)

    def put(self, job: str = "dawdle") -> None:
        """Puts this job of the samples into the queue."""
        self.python("-c", f"import django; django.setup(); {PUT.format(job=job, folder=str(self.folder))}")

    def work(self) -> subprocess.Popen[bytes]:
        """Starts a worker."""
        command = [sys.executable, "-m", "django", "work"]
        self.workers.append(subprocess.Popen(command, env=self.environment))
        return self.workers[-1]

    def lines(self, name: str) -> list[str]:
        """What the job wrote."""
        place = self.folder / name
        return place.read_text().split() if place.exists() else []

    def ask(self, query: str) -> Any:
        """The first column of the first row."""
        database = sqlite3.connect(self.folder / "db.sqlite3", timeout=20)
        try:
            return database.execute(query).fetchone()[0]
        finally:
            database.close()


OF_THE_JOB = "FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%dawdle'"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Ends the workers it started."""
    made = Bench(tmp_path)
    yield made
    for worker in made.workers:
        worker.kill()
        worker.wait()


def soon(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Waits until it holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)


def test_a_job_whose_worker_was_killed_is_done_once_more(bench: Bench) -> None:
    bench.put()
    first = bench.work()
    soon(lambda: bench.lines("begun") == [str(first.pid)])
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = bench.work()
    soon(lambda: bench.lines("ended") == [str(second.pid)])
    # The worker's own periodic jobs stand in the same tables.
    soon(lambda: bench.ask(f"SELECT status {OF_THE_JOB}") == "SUCCESSFUL")
    assert bench.lines("begun") == [str(first.pid), str(second.pid)]
    assert bench.ask(f"SELECT count(*) FROM jobs_lease WHERE task_id IN (SELECT id {OF_THE_JOB})") == 0


def test_a_worker_ends_when_told_and_takes_its_name_away(bench: Bench) -> None:
    worker = bench.work()
    soon(lambda: bench.ask("SELECT count(*) FROM jobs_worker") == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0
    assert bench.ask("SELECT count(*) FROM jobs_worker") == 0


def test_a_worker_outlives_an_absence_of_its_database(bench: Bench) -> None:
    worker = bench.work()
    soon(lambda: bench.ask("SELECT count(*) FROM jobs_worker") == 1)
    database = sqlite3.connect(bench.folder / "db.sqlite3", timeout=20)
    database.execute("ALTER TABLE django_tasks_database_dbtaskresult RENAME TO away")
    time.sleep(2)
    database.execute("ALTER TABLE away RENAME TO django_tasks_database_dbtaskresult")
    database.close()
    (bench.folder / "begun").touch()
    bench.put()
    soon(lambda: bench.lines("ended") == [str(worker.pid)])


def test_what_is_done_in_a_moment_waits_for_nothing_that_takes_minutes(bench: Bench) -> None:
    (bench.folder / "begun").touch()
    for _one in range(2):
        bench.put("dwell_at_night")
    worker = bench.work()
    soon(lambda: len(bench.lines("dwelling")) == 1)
    # What somebody asked for waits for nothing of the night, and a code for neither.
    for _one in range(2):
        bench.put("dwell")
    soon(lambda: len(bench.lines("dwelling")) == 2)
    bench.put()
    soon(lambda: bench.lines("ended") == [str(worker.pid)])
    assert len(bench.lines("dwelling")) == 2
    (bench.folder / "enough").touch()
    soon(lambda: len(bench.lines("dwelling")) == 4)


@pytest.mark.parametrize("threads", range(6))
def test_some_thread_takes_whatever_there_is(threads: int) -> None:
    found = shares(threads)
    assert len(found) == threads and found[-1:] == [Share.ALL] * (threads > 0)
    assert found[:2] == [Share.MOMENTS, Share.ASKED_FOR] or threads < 3
