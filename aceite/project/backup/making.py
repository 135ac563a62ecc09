"""Making a backup: the database at one moment, every file it names, and a description that is written last.

Whatever ends it half-way leaves the backup that was there before, whole: a new database gets a name of its own, files
stand under their hashes, and only the description, changed in one step, says which database counts.
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Final

from django.core.management import CommandError
from django.db import connection

from aceite.core.companies.scope import Door, everywhere
from aceite.core.documents.models import Document
from aceite.kit.hashing import rfc3339
from aceite.project.backup import postgresql, sqlite
from aceite.project.backup.description import (
    NAME,
    Description,
    Stored,
    StoredFile,
    file_sha256,
    read_description,
    write_description,
)
from aceite.project.backup.files import copy_out, forget_others
from aceite.project.backup.progress import Tell
from aceite.project.backup.survey import Survey
from aceite.project.backup.writing import ARRIVING, arriving

# Somebody may be erased, and her files with her, between the copy of the database and that of the files.
TRIES: Final = 3
FOREIGN = "Em %s está a cópia de outra instalação do Aceite. Escolha outra pasta; nada foi mudado."
BUSY = "Outra cópia para %s está em andamento. Espere que ela termine."


def make_backup(folder: Path, *, at: datetime, tell: Tell, recheck: bool = False) -> Description:
    """Brings the backup in that folder up to date, or begins one; returns what it says of itself.

    Raises CommandError with the sentence for the operator. Files that were bad already are named in `damaged`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        for _try in range(TRIES):
            stored, seen = _dump(folder, tell)
            _refuse_foreign(folder, seen)
            damaged = copy_out(seen.files, folder, tell, recheck=recheck)
            if not _erased_meanwhile(damaged):
                break
        made = _describe(stored, seen, damaged, at)
        write_description(folder, made)
        _tidy(folder, stored, seen)
    return made


def program() -> ModuleType:
    """How this installation's database is copied: `dump`, `load` and the ending of the copy's name."""
    return sqlite if connection.vendor == "sqlite" else postgresql


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    (folder / ".lock").touch(mode=0o600)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(BUSY % folder) from None
        yield


def _dump(folder: Path, tell: Tell) -> tuple[Stored, Survey]:
    how = program()
    arrived = folder / f"arrived.{how.ENDING}"
    with arriving(arrived) as temporary:
        seen: Survey = how.dump(temporary, tell)
    sha256 = file_sha256(arrived)
    stored = Stored(f"database-{sha256[:16]}.{how.ENDING}", arrived.stat().st_size, sha256)
    arrived.replace(folder / stored.name)
    return stored, seen


def _refuse_foreign(folder: Path, seen: Survey) -> None:
    if not (folder / NAME).exists():
        return
    before = {key.id for key in read_description(folder).keys}
    if before and before.isdisjoint(key.id for key in seen.keys):
        raise CommandError(FOREIGN % folder)


def _erased_meanwhile(missing: Sequence[StoredFile]) -> bool:
    with everywhere(Door.OPERATOR):
        standing = Document.objects.filter(sha256__in=[file.sha256 for file in missing], removed_at=None)
        still = set(standing.values_list("company_id", "sha256"))
    return any((file.company, file.sha256) not in still for file in missing)


def _describe(stored: Stored, seen: Survey, damaged: Sequence[StoredFile], at: datetime) -> Description:
    return Description(
        made_at=rfc3339(at),
        version=_version(),
        vendor=connection.vendor,
        database=stored,
        files=seen.files,
        migrations=seen.migrations,
        chains=seen.chains,
        keys=seen.keys,
        damaged=[file.path for file in damaged],
    )


def _tidy(folder: Path, stored: Stored, seen: Survey) -> None:
    old = [place for place in folder.glob("database-*") if place.name != stored.name]
    for place in [*old, *folder.glob(f"{ARRIVING}*"), *folder.glob("arrived.*")]:
        place.unlink()
    forget_others(seen.files, folder)


def _version() -> str:
    try:
        return version("aceite")
    except PackageNotFoundError:
        # Run from the repository, without being installed.
        return "repository"
