"""The tables of SQLite's tests: the migrations make them once, later runs copy them, so that a test starts at once."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import django
from django.conf import settings

_ROOT: Final = Path(__file__).resolve().parent.parent
# What stands in a database before the first test comes from these alone; walls are raised anew after each migrating.
_MAKERS: Final = ("aceite/**/migrations/*.py", "aceite/**/walls.py")


def made_before() -> Path:
    """Where a database that these migrations made is kept, whether it is there or not."""
    told = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for path in sorted(path for pattern in _MAKERS for path in _ROOT.glob(pattern)):
        told.update(f"{path.relative_to(_ROOT)}\0".encode() + path.read_bytes())
    return Path(settings.VAR) / "schemas" / f"{told.hexdigest()[:24]}.sqlite3"


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
