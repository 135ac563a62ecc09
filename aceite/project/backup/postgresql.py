"""Copying a PostgreSQL database by its own programs, pg_dump and psql, from one moment and back in one transaction."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management import CommandError
from django.db import connection

from aceite.project.backup.progress import Tell
from aceite.project.backup.survey import Survey, survey

ENDING: Final = "pgdump"
LEFT_OUT: Final = ("django_session", "cache")
# The copy brings the schema with everything in it: whatever stood there goes in the same transaction.
EMPTIED: Final = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; SET client_min_messages = warning;"
NO_PROGRAM = "Para copiar o PostgreSQL é preciso o programa %s na versão do servidor (pacote postgresql-client)."
FAILED = "%s não terminou: %s"


def dump(target: Path, tell: Tell) -> Survey:
    """Copies the database as it stands at one moment to `target`; nobody who writes meanwhile waits."""
    tell("banco: pg_dump")
    with _moment() as (cursor, moment):
        left_out = [f"--exclude-table-data=public.{table}" for table in LEFT_OUT]
        own = ["--format=custom", "--no-owner", "--no-privileges", "--enable-row-security", f"--snapshot={moment}"]
        _run(_program("pg_dump"), *own, *left_out, f"--file={target}")
        return survey(cursor)


def load(source: Path, tell: Tell) -> None:
    """Puts the copy in the database's place: in one transaction, so that it happens whole or not at all."""
    tell("banco: pg_restore")
    connection.close()
    script = source.with_name(f".{source.name}.sql")
    try:
        script.touch(mode=0o600)
        _run(_program("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", str(source))
        once = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        _run(_program("psql"), *once, f"--command={EMPTIED}", f"--file={script}")
    finally:
        script.unlink(missing_ok=True)


@contextlib.contextmanager
def _moment() -> Iterator[tuple[Any, str]]:
    """A cursor that sees one moment of the database, and the name under which pg_dump sees the same."""
    held = connection.get_new_connection(connection.get_connection_params())
    try:
        held.autocommit = True
        with held.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT set_config('app.company', '*', true), pg_export_snapshot()")
            (row,) = cursor.fetchall()
            yield cursor, str(row[1])
    finally:
        held.close()


def _program(name: str) -> str:
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if found is None:
        raise CommandError(NO_PROGRAM % name)
    return found


def _run(program: str, *options: str) -> None:
    ended = subprocess.run([program, *options], env=_environment(), capture_output=True, text=True, check=False)
    if ended.returncode:
        raise CommandError(FAILED % (Path(program).name, ended.stderr.strip()[-600:]))


def _environment() -> dict[str, str]:
    # Told by the environment: a command's words can be read by everybody on the machine.
    chosen = connection.settings_dict
    said = {
        "PGHOST": chosen["HOST"],
        "PGPORT": str(chosen["PORT"]),
        "PGUSER": chosen["USER"],
        "PGPASSWORD": chosen["PASSWORD"],
        "PGDATABASE": chosen["NAME"],
        # Row-level security holds for the owner too.
        "PGOPTIONS": "-c app.company=*",
    }
    return {**os.environ, **{name: value for name, value in said.items() if value}}
