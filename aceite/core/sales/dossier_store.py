"""Where the files of a dossier stand for the days they are kept: apart from the documents, under a name of chance."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Literal

from django.core.files.base import File
from django.core.files.storage import default_storage

from aceite.core.documents.placing import new_place
from aceite.core.documents.reading import Missing, unaltered
from aceite.core.sales.models import Dossier
from aceite.kit.hashing import stream_sha256

Form = Literal["zip", "pdf"]
FORMS: tuple[Form, ...] = ("zip", "pdf")


@dataclass(frozen=True)
class Kept:
    """What was written: its hash and size."""

    sha256: str
    size: int


def keep(dossier: Dossier, form: Form, write: Callable[[IO[bytes]], None]) -> Kept:
    """Writes one file of the dossier and brings it to its place. Raises DiskFull."""
    with new_place() as place:
        write(place.file)
        size = place.file.seek(0, 2)
        place.settle(place_of(dossier, form))
    with default_storage.open(place_of(dossier, form)) as written:
        return Kept(stream_sha256(written.chunks()), size)


def open_kept(dossier: Dossier, form: Form) -> "File[bytes]":
    """The open file at its beginning, once hashed again; the caller closes it. Raises Tampered, or Missing."""
    try:
        file = default_storage.open(place_of(dossier, form))
    except FileNotFoundError as missing:
        raise Missing from missing
    return unaltered(file, dossier.zip_sha256 if form == "zip" else dossier.pdf_sha256)


def throw_away(dossier: Dossier) -> None:
    """Removes its files; harmless when they are gone."""
    for form in FORMS:
        with contextlib.suppress(FileNotFoundError):
            default_storage.delete(place_of(dossier, form))


def place_of(dossier: Dossier, form: Form) -> str:
    """The path in the storage."""
    return f"{dossier.company_id}/dossies/{dossier.key}.{form}"
