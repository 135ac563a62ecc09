"""What a backup says of itself: one JSON beside the copied database, written last, so that it is whole or not there."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from django.core.management import CommandError

from aceite.kit.hashing import stream_sha256
from aceite.project.backup.writing import new_file

TYPE: Final = "aceite.backup.v1"
NAME: Final = "aceite-backup.json"
FILES: Final = "files"
AT_ONCE: Final = 1024 * 1024

NO_BACKUP = "Em %s não há uma cópia de segurança completa (falta ou não se lê %s)."
OTHER_FORM = "A cópia em %s tem outra forma (%s): foi feita por uma versão do Aceite que esta não conhece."


@dataclass(frozen=True)
class Stored:
    """The copied database: a name in the folder, its length in bytes and its SHA-256."""

    name: str
    length: int
    sha256: str


@dataclass(frozen=True)
class ChainHead:
    """How far one chain of the trail goes in the copy."""

    company: int
    chain: str
    seq: int
    head: str


@dataclass(frozen=True)
class KeptKey:
    """A key of the installation: its private half as the database has it, encrypted under SEAL_SECRET."""

    kind: str
    id: str
    certificate_sha256: str
    private_key: str


@dataclass(frozen=True)
class StoredFile:
    """A file that the database names."""

    company: int
    sha256: str
    size: int

    @property
    def path(self) -> str:
        """Where its bytes stand, in the storage and in a backup (documents.models.Document.path)."""
        return f"{self.company}/{self.sha256[:2]}/{self.sha256}"


@dataclass(frozen=True)
class Description:
    """Everything a restore asks before it touches anything. `damaged` names files that were bad when copied."""

    made_at: str
    version: str
    vendor: str
    database: Stored
    files: list[StoredFile]
    migrations: list[list[str]]
    chains: list[ChainHead]
    keys: list[KeptKey]
    damaged: list[str] = field(default_factory=list)
    type: str = TYPE


def write_description(folder: Path, description: Description) -> None:
    """Puts it in the place of an older one in one step."""
    text = json.dumps(asdict(description), ensure_ascii=False, indent=1)
    with new_file(folder / NAME) as place:
        place.write(text.encode())


def read_description(folder: Path) -> Description:
    """The description in that folder. Raises CommandError with the sentence for the operator."""
    try:
        said = json.loads((folder / NAME).read_text())
        form = said.get("type")
    except (OSError, ValueError, AttributeError):
        raise CommandError(NO_BACKUP % (folder, NAME)) from None
    if form != TYPE:
        raise CommandError(OTHER_FORM % (folder, form))
    try:
        return _read(said)
    except (KeyError, TypeError):
        raise CommandError(NO_BACKUP % (folder, NAME)) from None


def file_sha256(file: Path) -> str:
    """SHA-256 of a file of any size."""
    return stream_sha256(_chunks(file))


def _read(said: dict[str, Any]) -> Description:
    return Description(
        **{
            **said,
            "database": Stored(**said["database"]),
            "files": [StoredFile(**file) for file in said["files"]],
            "chains": [ChainHead(**chain) for chain in said["chains"]],
            "keys": [KeptKey(**key) for key in said["keys"]],
        }
    )


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(AT_ONCE):
            yield chunk
