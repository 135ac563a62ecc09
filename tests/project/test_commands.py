"""`aceite demo` keeps its secret, forgets its data when asked, and says what is wrong in one sentence."""

import argparse
import errno
import os
import shutil
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.utils import OperationalError
from psycopg_pool import PoolTimeout

from aceite.core.documents.placing import DiskFull
from aceite.project import commands
from aceite.project.commands import (
    DISK_FULL,
    NO_DATABASE,
    NO_RIGHT,
    demo_environment,
    forget,
    is_database_away,
    is_disk_full,
    main,
    parser,
)

CHOICE = argparse.Namespace(port=8123, reload=False)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for a demo, and an environment that is as before afterwards."""
    for name in ("ACEITE_ENV", "SECRET_KEY", "SEAL_SECRET", "BASE_URL"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.setenv("ACEITE_VAR", str(tmp_path / "demo"))
    return tmp_path / "demo"


def test_the_demo_makes_its_secret_once(place: Path) -> None:
    assert demo_environment(CHOICE) == place
    first = os.environ["SECRET_KEY"]
    demo_environment(CHOICE)
    assert os.environ["SECRET_KEY"] == first
    assert len(first) >= 50
    assert os.environ["SEAL_SECRET"] not in {"", first}
    assert all((place / name).stat().st_mode & 0o077 == 0 for name in ("secret", "seal-secret"))
    assert os.environ["BASE_URL"] == "http://localhost:8123"


def test_forgetting_keeps_what_is_no_data(place: Path) -> None:
    demo_environment(CHOICE)
    for folder in ("static", "files", "mail"):
        (place / folder).mkdir()
    (place / "db.sqlite3").touch()
    forget(place)
    assert {entry.name for entry in place.iterdir()} == {"secret", "seal-secret", "static"}


def test_a_busy_port_is_one_sentence(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["demo", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"A porta {port}" in said
    assert not place.exists()


def test_a_full_disk_is_one_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    monkeypatch.setattr(commands, "refuse_unusable", lambda host, port: None)
    assert main(["demo"]) == 1
    assert capsys.readouterr().err.strip() == DISK_FULL


def test_a_database_that_is_not_there_is_one_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("couldn't get a connection after 10.00 sec") from PoolTimeout()

    monkeypatch.setattr(commands, "refuse_unusable", away)
    assert main(["demo"]) == 1
    told = capsys.readouterr().err.strip()
    assert told == NO_DATABASE.format(reason="couldn't get a connection after 10.00 sec")
    assert not is_database_away(OperationalError("no such table: x"))


def test_a_database_without_room_is_a_full_disk_too(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    assert is_disk_full(OperationalError("database or disk is full"))
    assert not is_disk_full(OperationalError("database is locked"))
    assert not is_disk_full(OperationalError("disk I/O error"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=0))
    assert is_disk_full(OperationalError("disk I/O error"))


def test_a_file_that_found_no_room_is_a_full_disk_too() -> None:
    full = DiskFull()
    full.__cause__ = OSError(errno.EDQUOT, "Disk quota exceeded")
    assert is_disk_full(full)
    assert not is_disk_full(DiskFull())


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_folder_of_somebody_else_is_one_sentence(
    command: str, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def closed(path: Path, **_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", closed)
    settings.VAR = place
    monkeypatch.setattr(commands, "refuse_unusable", lambda host, port: None)
    assert main([command]) == 1
    assert capsys.readouterr().err == f"{NO_RIGHT.format(place=place)}\n"


def test_an_empty_variable_is_none_and_a_wrong_one_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PORT", "HOST"):
        monkeypatch.setenv(name, "")
    choice = parser().parse_args(["demo"])
    assert (choice.host, choice.port) == ("127.0.0.1", 8000)
    monkeypatch.setenv("PORT", "oito mil")
    assert main(["demo"]) == 1
    assert capsys.readouterr().err.startswith("A porta é um número de 1 a 65535")
