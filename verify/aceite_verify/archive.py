"""A ZIP from anybody, bounded before anything in it is believed: how many names, which names, how many bytes.

Only plain and deflated entries are taken, and never more bytes than were declared; nothing is ever written to disk.
"""

import hashlib
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final

ZIP: Final = b"PK\x03\x04"
MOST_ENTRIES: Final = 5000
LARGEST_DIRECTORY: Final = 4 * 1024 * 1024
LARGEST_ENTRY: Final = 512 * 1024 * 1024
LARGEST_TOTAL: Final = 2 * 1024 * 1024 * 1024
CHUNK: Final = 1024 * 1024
# Letters that mean the same on every system; no part begins with a point, so none leads upwards.
_NAME: Final = re.compile(r"(?=.{1,200}\Z)[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\Z")
_END: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
_ENCRYPTED: Final = 0x1


class BadArchive(ValueError):
    """The ZIP is beyond the bounds, or no ZIP at all; the message is the code of a finding, `what` its detail."""

    def __init__(self, code: str, what: object = "") -> None:
        self.what = what
        super().__init__(code)


@dataclass(frozen=True)
class Archive:
    """An opened ZIP whose names and sizes were found harmless."""

    opened: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of an entry. Raises BadArchive when they are not what the ZIP declares."""
        try:
            with self.opened.open(self.entries[name]) as entry:
                while chunk := entry.read(CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError, ValueError) as broken:
            raise BadArchive("dossier.damaged", name) from broken

    def read(self, name: str, most: int) -> bytes:
        """All bytes of an entry. Raises BadArchive, also when there are more than `most`."""
        if self.entries[name].file_size > most:
            raise BadArchive("dossier.too_large", name)
        return b"".join(self.chunks(name))

    def measured(self, name: str) -> tuple[str, int]:
        """SHA-256 and length of an entry, holding one chunk at a time. Raises BadArchive."""
        digest, length = hashlib.sha256(), 0
        for chunk in self.chunks(name):
            digest.update(chunk)
            length += len(chunk)
        return digest.hexdigest(), length


def open_archive(file: IO[bytes]) -> Archive:
    """Look at a ZIP's directory and nothing else. Raises BadArchive."""
    _bound_directory(file)
    try:
        opened = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, OverflowError) as broken:
        raise BadArchive("dossier.damaged") from broken
    files = [info for info in opened.infolist() if not (info.is_dir() and info.file_size == 0)]
    if sum(info.file_size for info in files) > LARGEST_TOTAL:
        raise BadArchive("dossier.too_large")
    entries: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    for info in files:
        _check_entry(info)
        # Systems that take both spellings for one name would show one of the two.
        if info.filename.lower() in folded:
            raise BadArchive("dossier.name_twice", info.filename)
        folded.add(info.filename.lower())
        entries[info.filename] = info
    return Archive(opened, entries)


def _check_entry(info: zipfile.ZipInfo) -> None:
    if not _NAME.match(info.orig_filename) or info.filename != info.orig_filename:
        raise BadArchive("dossier.bad_name", info.orig_filename)
    if info.flag_bits & _ENCRYPTED or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadArchive("dossier.damaged", info.filename)
    if info.file_size > LARGEST_ENTRY:
        raise BadArchive("dossier.too_large", info.filename)


def _bound_directory(file: IO[bytes]) -> None:
    """Reads the end of the directory by ourselves: the library would first read as many entries as are claimed."""
    length = file.seek(0, 2)
    if length < _END_LENGTH:
        raise BadArchive("dossier.damaged")
    file.seek(max(0, length - _END_LENGTH - 0xFFFF))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise BadArchive("dossier.damaged")
    _disk, _start_disk, here, total, size, _offset, _comment = struct.unpack("<4H2LH", tail[at + 4 : at + _END_LENGTH])
    if here != total or total > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        raise BadArchive("dossier.too_many")
    file.seek(0)
