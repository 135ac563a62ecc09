"""Health answers say which part is not well, and nothing is served over a database without its walls."""

import shutil
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client


def test_healthz_needs_no_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_readyz_names_the_part_that_is_not_well(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == answer.json()["migrations"] == answer.json()["walls"] == "ok"
    assert answer.json()["worker"] == "no worker has been seen lately"


@pytest.mark.django_db
def test_readyz_says_early_that_the_disk_fills(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=12 * 1024 * 1024 + 5))
    assert client.get("/readyz").json()["disk"] == "only 12 MB free"
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=1000 * 1024 * 1024))
    assert client.get("/readyz").json()["disk"] == "ok"


@pytest.mark.django_db
def test_a_rebuilt_table_without_its_triggers_is_reported(client: Client) -> None:
    on_table = " ON trail_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER trail_event_in_order{on_table}")
    assert client.get("/readyz").json()["walls"] == "missing: trail_event_in_order"
    with pytest.raises(CommandError, match="trail_event_in_order"):
        call_command("check_walls")


@pytest.mark.django_db
def test_secrets_are_in_no_answer(client: Client, settings: Any) -> None:
    assert settings.SECRET_KEY not in client.get("/readyz").content.decode()
