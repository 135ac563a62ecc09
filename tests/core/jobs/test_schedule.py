"""Periodic jobs: once per interval, never twice in the queue; and the worker's sign of life."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from aceite.core.jobs import schedule
from aceite.core.jobs.health import worker_alive
from aceite.core.jobs.models import Worker
from aceite.core.jobs.schedule import enqueue_due, every, timetable
from aceite.core.jobs.tasks import prune_finished
from tests.core.jobs.samples import note, tick
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only `tick` is periodic, every ten minutes."""
    monkeypatch.setattr(schedule, "_periodic", {})
    every(timedelta(minutes=10))(tick)


@pytest.mark.usefixtures("ticking")
def test_a_periodic_job_runs_once_per_interval(now: datetime) -> None:
    assert (enqueue_due(at=now), enqueue_due(at=now)) == (1, 0)
    assert run_jobs(now) == 1
    assert enqueue_due(at=now + timedelta(minutes=9)) == 0
    assert enqueue_due(at=now + timedelta(minutes=10)) == 1


@pytest.mark.usefixtures("ticking")
def test_a_periodic_job_still_waiting_is_not_queued_again(now: datetime) -> None:
    enqueue_due(at=now)
    assert enqueue_due(at=now + timedelta(hours=1)) == 0
    assert DBTaskResult.objects.count() == 1


def test_the_product_prunes_its_queue_every_hour() -> None:
    assert timetable()[prune_finished.module_path] == timedelta(hours=1)


def test_pruning_keeps_what_is_recent_and_what_waits() -> None:
    note.enqueue(company_id=1, name="old")
    run_jobs(timezone.now() - timedelta(days=2))
    note.enqueue(company_id=1, name="new")
    run_jobs()
    note.enqueue(company_id=1, name="waiting")
    prune_finished.call()
    names = [row.args_kwargs["kwargs"]["name"] for row in DBTaskResult.objects.order_by("enqueued_at")]
    assert names == ["new", "waiting"]


def test_a_worker_lives_while_it_beats(now: datetime) -> None:
    assert not worker_alive(now)
    Worker.objects.create(id="one", host="here", pid=1, beat_at=now)
    assert worker_alive(now + timedelta(seconds=29)) and not worker_alive(now + timedelta(seconds=31))
