"""Where the chunks of unfinished files stand: a folder each, outside of the storage; a chunk is whole or not there."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from aceite.core.contracts.arriving_files import ArrivedChunk
from aceite.core.documents.placing import FULL, DiskFull


def new_place() -> str:
    """The name of a folder that nobody has or can guess."""
    return secrets.token_hex(16)


def write_chunk(place: str, chunk: ArrivedChunk, data: bytes) -> None:
    """Brings the bytes durably to their place, before any row speaks of them. Raises DiskFull.

    Where the folder is taken away meanwhile, because the file was given up, nothing is written.
    """
    final = _path(place, chunk)
    temporary = final.with_name(f"{secrets.token_hex(8)}.part")
    try:
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(final)
        _sync(final.parent)
    except FileNotFoundError:
        return
    except OSError as failure:
        temporary.unlink(missing_ok=True)
        if failure.errno in FULL:
            raise DiskFull from failure
        raise


def is_here(place: str, chunk: ArrivedChunk) -> bool:
    """Whether its bytes stand there in their full length: a restored database may know more than the disc."""
    try:
        return _path(place, chunk).stat().st_size == chunk.size
    except FileNotFoundError:
        return False


def read_chunks(place: str, chunks: Iterable[ArrivedChunk]) -> Iterator[bytes]:
    """The bytes, one chunk at a time; of one that is gone, nothing."""
    for chunk in chunks:
        try:
            yield _path(place, chunk).read_bytes()
        except FileNotFoundError:
            yield b""


def remove_place(place: str) -> None:
    """Takes the folder away with all that stands in it. Twice is harmless."""
    shutil.rmtree(_folder() / place, ignore_errors=True)


def places_older_than(moment: datetime) -> list[str]:
    """The folders in which nothing came since then."""
    try:
        return [each.name for each in _folder().iterdir() if each.stat().st_mtime < moment.timestamp()]
    except FileNotFoundError:
        return []


def _folder() -> Path:
    return Path(settings.UPLOAD_FOLDER)


def _path(place: str, chunk: ArrivedChunk) -> Path:
    # Named for its content too: of two that want the same place neither writes over the other.
    return _folder() / place / f"{chunk.offset}-{chunk.sha256}"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as failure:
        # Some network file systems cannot do it for a folder.
        if failure.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)
