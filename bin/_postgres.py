"""A throw-away PostgreSQL for the tests: a folder under /tmp, a Unix socket, the two roles of production, then gone."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST = 15
# The owner makes the test database and migrates; FORCE ROW LEVEL SECURITY holds for it too, so it says which company.
ROLES = """
CREATE ROLE aceite_owner LOGIN NOSUPERUSER CREATEDB;
ALTER ROLE aceite_owner SET app.company = '*';
CREATE ROLE aceite_runtime LOGIN NOSUPERUSER;
CREATE DATABASE aceite OWNER aceite_owner;
"""


def programs() -> Path | None:
    """The folder with initdb and pg_ctl of the newest PostgreSQL that is new enough; None when there is none."""
    found = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if (p / "initdb").exists()]
    return max((p for p in found if int(p.parent.name) >= OLDEST), key=lambda p: int(p.parent.name), default=None)


def run(*command: str | Path, user: str | None, words: str | None = None) -> None:
    """One program of PostgreSQL, as `user` when this process is root (it refuses to run as root)."""
    subprocess.run(
        [str(word) for word in command],
        user=user,
        group=user,
        extra_groups=[] if user else None,
        input=words,
        cwd="/",
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def restart(url: str) -> None:
    """Ends the server behind this URL of `throw_away` as a power cut would, and starts it again with its options."""
    folder = programs()
    assert folder is not None
    data = Path(url.split("@/", 1)[1]).parent / "data"
    user = "postgres" if os.geteuid() == 0 else None
    run(folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "-l", data.parent / "log", "restart", user=user)


@contextmanager
def throw_away(*, durable: bool = False) -> Iterator[str]:
    """Starts a server and yields its DATABASE_URL for the owner's role; stops and removes it whatever happens.

    `durable`: every commit waits for the disk, as in production; for what measures time.
    """
    folder = programs()
    if folder is None:
        raise FileNotFoundError(f"PostgreSQL {OLDEST} or newer is not installed.")
    user = "postgres" if os.geteuid() == 0 else None
    place = Path(tempfile.mkdtemp(prefix="aceite-pg-", dir="/tmp"))
    if user:
        person = pwd.getpwnam(user)
        os.chown(place, person.pw_uid, person.pw_gid)
    data = place / "data"
    # No test's data outlives the run, so the disk need not be waited for.
    disk = "-c fsync=on -c synchronous_commit=on" if durable else "-c fsync=off"
    options = f"-c listen_addresses='' -c unix_socket_directories={place} {disk} -c max_connections=200"
    try:
        init = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"]
        run(folder / "initdb", "-D", data, *init, user=user)
        run(folder / "pg_ctl", "-D", data, "-w", "-l", place / "log", "-o", options, "start", user=user)
        run(folder / "psql", "-h", place, "-U", "postgres", "-q", "-v", "ON_ERROR_STOP=1", user=user, words=ROLES)
        place.chmod(0o755)
        yield f"postgres://aceite_owner@/{place}/aceite"
    finally:
        if (data / "postmaster.pid").exists():
            run(folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", user=user)
        shutil.rmtree(place, ignore_errors=True)
