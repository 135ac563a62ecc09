"""What a worker says while its database is away, as when the disk is full."""

import logging
from contextlib import nullcontext

import pytest
from django.db import OperationalError

from aceite.core.jobs import worker
from aceite.core.jobs.worker import JobWorker


def fails() -> None:
    raise OperationalError("database or disk is full\nfor carla@padaria.example")


def answers() -> None:
    pass


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> JobWorker:
    monkeypatch.setattr(worker, "DATABASE_AWAY_SECONDS", 0)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    return JobWorker(scope=lambda _company: nullcontext())


def test_an_outage_is_logged_when_it_begins_and_when_it_ends(jobs: JobWorker, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger=worker.__name__):
        for act in (fails, fails, answers, answers, fails):
            jobs._through_outages(act, by="tending")
    assert [record.getMessage() for record in caplog.records] == [
        "the database does not answer (tending): OperationalError database or disk is full",
        "the database answers again (tending)",
        "the database does not answer (tending): OperationalError database or disk is full",
    ]


def test_who_only_reads_does_not_end_the_outage_of_who_writes(
    jobs: JobWorker, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger=worker.__name__):
        for _round in range(3):
            jobs._through_outages(fails, by="tending")
            jobs._through_outages(answers, by="jobs-0")
        jobs._through_outages(answers, by="tending")
    assert [record.getMessage() for record in caplog.records] == [
        "the database does not answer (tending): OperationalError database or disk is full",
        "the database answers again (tending)",
    ]
