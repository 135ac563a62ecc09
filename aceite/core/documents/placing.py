"""Bringing bytes to their place in the storage: whole or not at all."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Final, Protocol

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext_lazy as _

from aceite.core.trail.refusals import Refusal

FULL: Final = {errno.ENOSPC, errno.EDQUOT}
IN_MEMORY: Final = 8 * 1024 * 1024
ARRIVING: Final = "arriving"


class DiskFull(Refusal):
    """There is no room for the file."""

    sentence = _("O arquivo não foi guardado: falta espaço no servidor. Nada foi alterado; tente de novo mais tarde.")


class Place(Protocol):
    """Somewhere bytes are written before their name is known."""

    file: IO[bytes]

    def settle(self, path: str) -> None:
        """Gives what was written its final name; harmless when the same bytes stand there."""


@contextlib.contextmanager
def new_place() -> Iterator[Place]:
    """A place to write to; whatever was not settled is gone afterwards. Raises DiskFull."""
    try:
        with _on_disk() if isinstance(default_storage, FileSystemStorage) else _elsewhere() as place:
            yield place
    except OSError as failure:
        if failure.errno in FULL:
            raise DiskFull from failure
        raise


class _DiskPlace:
    """A temporary file in the storage's own file system, so that it can be renamed."""

    def __init__(self, temporary: Path, file: IO[bytes]) -> None:
        self.temporary = temporary
        self.file = file

    def settle(self, path: str) -> None:
        self.file.flush()
        # The row that names these bytes is durable once committed, so they must be durable before.
        os.fsync(self.file.fileno())
        final = Path(default_storage.path(path))
        final.parent.mkdir(parents=True, exist_ok=True)
        self.temporary.replace(final)
        _sync_folder(final.parent)


class _SpooledPlace:
    """A storage that is no file system takes a file in one piece, under its final name."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def settle(self, path: str) -> None:
        if not default_storage.exists(path):
            self.file.seek(0)
            default_storage.save(path, File(self.file))


@contextlib.contextmanager
def _on_disk() -> Iterator[Place]:
    folder = Path(default_storage.path(ARRIVING))
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / secrets.token_hex(16)
    try:
        with temporary.open("x+b") as file:
            yield _DiskPlace(temporary, file)
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _elsewhere() -> Iterator[Place]:
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        yield _SpooledPlace(file)


def forget_interrupted(*, before: datetime) -> int:
    """Removes what a killed process left half-written before that time; returns how many files."""
    if not isinstance(default_storage, FileSystemStorage):
        return 0
    arrived = Path(default_storage.path(ARRIVING)).glob("*")
    old = [file for file in arrived if file.stat().st_mtime < before.timestamp()]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
