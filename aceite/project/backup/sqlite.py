"""Copying a SQLite database while it is written to, by SQLite's own backup, and putting a copy back in one step."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management import CommandError
from django.db import connection

from aceite.project.backup.progress import Progress, Tell
from aceite.project.backup.survey import Survey, survey

ENDING: Final = "sqlite3"
PAGES: Final = 2000
# Whoever finds the copy must not enter with somebody's open session; what a cache keeps is made anew.
LEFT_OUT: Final = ("django_session", "cache")
BROKEN = "O banco copiado não está íntegro: %s"


def dump(target: Path, tell: Tell) -> Survey:
    """Copies the database as it stands at one moment to `target`; whoever writes meanwhile waits for nobody."""
    with _opened(_name()) as source, _opened(target) as copy:
        # A read transaction holds the moment: what is committed meanwhile is not in the copy, and starts no new one.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master")
        _copy(source, copy, Progress("banco (páginas)", 0, tell))
        source.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE")
        _leave_out(copy)
        # Also rids the copy of what was deleted long ago and still stood in free pages.
        copy.execute("VACUUM")
        return _sound(copy)


def load(source: Path, tell: Tell) -> None:
    """Puts the copy in the database's place: in one transaction of SQLite, so that it happens whole or not at all."""
    connection.close()
    Path(_name()).parent.mkdir(parents=True, exist_ok=True)
    with _opened(source) as copy, _opened(_name()) as target:
        _sound(copy)
        target.execute("PRAGMA journal_mode=WAL")
        progress = Progress("banco (páginas)", 0, tell)
        copy.backup(target, pages=-1, progress=lambda _status, left, total: _told(progress, left, total))


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress) -> None:
    source.backup(target, pages=PAGES, progress=lambda _status, left, total: _told(progress, left, total))


def _told(progress: Progress, left: int, total: int) -> None:
    progress.total = total
    progress.step(total - left - progress.done)


def _leave_out(copy: sqlite3.Connection) -> None:
    tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in tables.intersection(LEFT_OUT):
        copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - one of two names of our own


def _sound(copy: sqlite3.Connection) -> Survey:
    (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise CommandError(BROKEN % said)
    return survey(copy.cursor())


def _name() -> str:
    return str(connection.settings_dict["NAME"])


@contextlib.contextmanager
def _opened(place: Any) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(place, timeout=60, isolation_level=None)) as opened:
        yield opened
