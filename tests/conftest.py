"""What every test may ask for: the cast, a fixed now, and triggers that survive the emptying of tables."""

import gc
import os

os.environ.setdefault("ACEITE_ENV", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aceite.project.settings")

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.http import FileResponse
from django.test import TransactionTestCase
from django.test.client import ClientHandler
from django.utils import timezone, translation

from tests import emptying, schemas
from tests.walls import without_walls

pytest_plugins = ["tests.cast", "tests.chromium", "tests.s3"]


@pytest.fixture
def now() -> datetime:
    """Tuesday, 24 November 2026, noon in São Paulo."""
    return datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for each test: pytest would look through all it has made before to number the next."""
    made = tmp_path_factory.mktemp("places")
    return (made / str(number) for number in count())


@pytest.fixture(autouse=True)
def storage_in_memory(settings: Any, places: Iterator[Path]) -> None:
    """Stored files of one test are seen by no other."""
    place = next(places)
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(place / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    settings.UPLOAD_FOLDER = str(place / "uploads")
    (place / "uploads").mkdir(parents=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def portuguese_and_brasilia() -> Iterator[None]:
    """A page that was asked for in English, or from another zone, leaves its thread there; each test begins anew."""
    translation.deactivate()
    timezone.deactivate()
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(autouse=True)
def files_sent_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server closes a file it has sent; so does a test's end, where nobody read the answer to its own."""
    sent: list[FileResponse] = []
    answer = ClientHandler.__call__

    def answering(handler: ClientHandler, environ: dict[str, Any]) -> Any:
        given = answer(handler, environ)
        if isinstance(given, FileResponse):
            sent.append(given)
        return given

    monkeypatch.setattr(ClientHandler, "__call__", answering)
    yield
    # As Django's own client does: the test's connection stays.
    request_finished.disconnect(close_old_connections)
    for given in sent:
        if not given.closed:
            given.close()
    request_finished.connect(close_old_connections)


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """Where SQLite's tests keep their database; None on PostgreSQL."""
    return tmp_path_factory.mktemp("database") / "tests.sqlite3" if connection.vendor == "sqlite" else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, sqlite_file: Path | None, django_db_blocker: Any
) -> None:
    """SQLite in a file, as in production: in memory, threads share one cache whose locks wait for nobody.

    On PostgreSQL a copy of the tables that were made beforehand, where they were.
    """
    if sqlite_file is not None:
        connection.settings_dict["TEST"]["NAME"] = str(sqlite_file)
    else:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = schemas.template() or None


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, sqlite_file: Path | None) -> bool:
    """Whether there are tables already: those an earlier run made by the same migrations."""
    wanted: bool = request.config.getvalue("reuse_db")
    return schemas.bring(sqlite_file) if sqlite_file is not None else wanted


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, sqlite_file: Path | None) -> None:
    """Tables, kept for the next run when the migrations had to make them."""
    if sqlite_file is not None and not django_db_keepdb:
        schemas.keep(sqlite_file)


def _empty_the_tables(self: TransactionTestCase) -> None:
    # Django's own would truncate every table, most of them empty, and tell every room that tables were made.
    # Emptying is what the triggers refuse; only the tests may take them down, and they stand again at once.
    with without_walls():
        emptying.empty_the_tables()


TransactionTestCase._fixture_teardown = _empty_the_tables  # type: ignore[attr-defined]


_ASKING = {"db", "transactional_db", "django_db_setup", "live_server"}


def _is_of_the_other(item: pytest.Item) -> bool:
    if connection.vendor == "sqlite":
        return item.get_closest_marker("postgresql") is not None
    if item.get_closest_marker("sqlite") is not None:
        return True
    # Whatever asks no database says the same beside both: the run on SQLite has it.
    asks = item.get_closest_marker("django_db") or _ASKING & set(getattr(item, "fixturenames", ()))
    return not asks and item.get_closest_marker("postgresql") is None


@pytest.hookimpl(hookwrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is imported and collected stays to the end: to look through it took a fifth of the tests' time."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what holds on the other database alone, and what needs none a second time."""
    left_out = [item for item in items if _is_of_the_other(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(map(id, left_out))
        items[:] = [item for item in items if id(item) not in gone]


@pytest.fixture
def on_postgresql() -> bool:
    """Whether this run is on PostgreSQL."""
    return connection.vendor == "postgresql"
