"""Files of a backup: under their name once they are whole and on the disk, else not at all; for their owner alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

ARRIVING: Final = ".arriving-"


@contextmanager
def new_file(final: Path) -> Iterator[IO[bytes]]:
    """To be written; takes its name, and the place of what stood there, when the work inside ends well."""
    with arriving(final) as temporary, temporary.open("wb") as file:
        yield file


@contextmanager
def arriving(final: Path) -> Iterator[Path]:
    """The same for a program that writes a file by itself."""
    final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = final.with_name(f"{ARRIVING}{os.getpid()}-{final.name}")
    try:
        temporary.touch(mode=0o600)
        yield temporary
        _sync(temporary)
        temporary.replace(final)
        _sync(final.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
