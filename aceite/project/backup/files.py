"""The stored files on their way into a backup and back: each under its hash, and checked against it on the way."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

from django.core.files.base import File
from django.core.files.storage import default_storage

from aceite.core.documents.placing import new_place
from aceite.kit.hashing import HashedChunks, stream_sha256
from aceite.project.backup.description import FILES, StoredFile, file_sha256
from aceite.project.backup.progress import Progress, Tell
from aceite.project.backup.writing import arriving

AT_ONCE: Final = 1024 * 1024


def copy_out(files: Sequence[StoredFile], folder: Path, tell: Tell, *, recheck: bool) -> list[StoredFile]:
    """Brings what is not there yet into the backup; returns those that the storage no longer has as they were.

    A file of the right length that is there already is believed, unless `recheck` has it read again.
    """
    progress = Progress("arquivos", len(files), tell)
    damaged = []
    for file in files:
        if not _stands(folder / FILES / file.path, file, recheck) and not _fetch(file, folder / FILES / file.path):
            damaged.append(file)
        progress.step()
    return damaged


def copy_in(files: Sequence[StoredFile], folder: Path, tell: Tell) -> list[StoredFile]:
    """Brings what is not there yet into the storage; returns those that the backup does not have as they were."""
    progress = Progress("arquivos", len(files), tell)
    damaged = []
    for file in files:
        if not _in_storage(file) and not _put_back(file, folder / FILES / file.path):
            damaged.append(file)
        progress.step()
    return damaged


def forget_others(files: Iterable[StoredFile], folder: Path) -> int:
    """Removes from the backup what the copied database no longer names, erased people's files among it."""
    named = {file.path for file in files}
    others = [
        place
        for place in (folder / FILES).rglob("*")
        if place.is_file() and place.relative_to(folder / FILES).as_posix() not in named
    ]
    for place in others:
        place.unlink()
    return len(others)


def _stands(place: Path, file: StoredFile, recheck: bool) -> bool:
    if not place.is_file() or place.stat().st_size != file.size:
        return False
    return not recheck or file_sha256(place) == file.sha256


def _fetch(file: StoredFile, target: Path) -> bool:
    try:
        with default_storage.open(file.path) as source, arriving(target) as temporary:
            _write(source, file, temporary)
    except (FileNotFoundError, _NotTheSame):
        return False
    return True


def _write(source: "File[bytes]", file: StoredFile, temporary: Path) -> None:
    chunks = HashedChunks(source.chunks())
    with temporary.open("wb") as written:
        written.writelines(chunks)
    if chunks.hexdigest != file.sha256:
        raise _NotTheSame


def _in_storage(file: StoredFile) -> bool:
    if not default_storage.exists(file.path):
        return False
    with default_storage.open(file.path) as there:
        return stream_sha256(there.chunks()) == file.sha256


def _put_back(file: StoredFile, source: Path) -> bool:
    if not source.is_file():
        return False
    with source.open("rb") as opened, new_place() as place:
        chunks = HashedChunks(_chunks(opened))
        place.file.writelines(chunks)
        if chunks.hexdigest != file.sha256:
            return False
        place.settle(file.path)
    return True


def _chunks(opened: IO[Any]) -> Iterator[bytes]:
    while chunk := opened.read(AT_ONCE):
        yield chunk


class _NotTheSame(Exception):
    """The bytes in the storage are no longer those whose hash was recorded."""
