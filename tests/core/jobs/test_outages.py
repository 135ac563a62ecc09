"""What a worker says while its database is away, as when the disk is full."""

import logging
from contextlib import nullcontext

import pytest
from django.db import OperationalError

from aceite.core.jobs import worker
from aceite.core.jobs.worker import JobWorker


def fails() -> None:
    raise OperationalError("database or disk is full\nfor carla@padaria.example")


def test_an_outage_is_logged_when_it_begins_and_when_it_ends(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "DATABASE_AWAY_SECONDS", 0)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    jobs = JobWorker(scope=lambda _company: nullcontext())
    with caplog.at_level(logging.WARNING, logger=worker.__name__):
        for act in (fails, fails, lambda: None, lambda: None, fails):
            jobs._through_outages(act)
    assert [record.getMessage() for record in caplog.records] == [
        "the database does not answer: OperationalError database or disk is full",
        "the database answers again",
        "the database does not answer: OperationalError database or disk is full",
    ]
