"""The tables of the tests: the migrations make them once, and each process of a run copies them, so that it starts at
once. On SQLite later runs do so too. `python -m tests.schemas` makes them beforehand."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.db import connection

_ROOT: Final = Path(__file__).resolve().parent.parent
# What stands in a database before the first test comes from these alone; walls are raised anew after each migrating.
_MAKERS: Final = ("aceite/**/migrations/*.py", "aceite/**/walls.py")


def _by_these_migrations() -> str:
    told = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for path in sorted(path for pattern in _MAKERS for path in _ROOT.glob(pattern)):
        told.update(f"{path.relative_to(_ROOT)}\0".encode() + path.read_bytes())
    return told.hexdigest()[:24]


def made_before() -> Path:
    """Where a database that these migrations made is kept, whether it is there or not."""
    return Path(settings.VAR) / "schemas" / f"{_by_these_migrations()}.sqlite3"


def template() -> str:
    """The database of PostgreSQL that these migrations made, to be copied; "" where it was not made beforehand."""
    name = _by_template()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return name if cursor.fetchone() else ""


def _by_template() -> str:
    return f"made_{_by_these_migrations()}"


def make() -> None:
    """Makes them in the configured database, for what runs next."""
    if connection.vendor == "postgresql":
        if not template():
            _migrate(_by_template())
    elif not made_before().exists():
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "made.sqlite3"
            _migrate(str(place))
            keep(place)


def _migrate(name: str) -> None:
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    # A database that somebody is connected to is not copied.
    connection.close()


def bring(place: Path) -> bool:
    """Puts the database made before at this place; whether there was one."""
    made = made_before()
    if not made.exists():
        return False
    shutil.copyfile(made, place)
    return True


def keep(place: Path) -> None:
    """Keeps the database at this place for later runs, and only it: what other migrations made is of no use now."""
    made = made_before()
    made.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: several runs may keep theirs at the same moment.
    arriving = made.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(place)) as found:
        found.execute("VACUUM INTO ?", (str(arriving),))
    arriving.replace(made)
    for other in made.parent.glob("*.sqlite3"):
        if other != made:
            other.unlink(missing_ok=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aceite.project.settings")
    django.setup()
    make()
