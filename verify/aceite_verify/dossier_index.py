"""The index of a dossier: every file with its SHA-256, under one hash that the installation signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from aceite_verify.canonical import DOSSIER_TAG, canonical, sha256_hex, tagged
from aceite_verify.evidence import Key
from aceite_verify.shape import Malformed, Value, read_json

NAME: Final = "indice.json"
SEAL: Final = "indice.assinatura.json"
README: Final = "LEIA-ME.txt"
SEAL_TYPE: Final = "aceite.dossier.seal.v1"
TRAIL_TYPE: Final = "aceite.dossier.trail.v1"


@dataclass(frozen=True)
class Listed:
    """One file: where it stands in the ZIP, what it is (a word of the format), its hash and length."""

    path: str
    kind: str
    sha256: str
    length: int

    @classmethod
    def of(cls, value: Value) -> Self:
        """Raises Malformed."""
        return cls(value["path"].text(), value["kind"].text(), value["sha256"].sha256(), value["length"].number())

    def as_json(self) -> dict[str, Any]:
        """How the index carries it."""
        return {"path": self.path, "kind": self.kind, "sha256": self.sha256, "length": self.length}


@dataclass(frozen=True)
class Index:
    """All files of the dossier of one sale, and where its trail stood."""

    company: int
    sale: int
    number: str
    head: str
    events: int
    files: Sequence[Listed]

    def of_kind(self, *kinds: str) -> list[Listed]:
        """The files of these kinds, in the order of their paths."""
        return [file for file in self.files if file.kind in kinds]

    def hashes(self) -> set[str]:
        """The hashes of all files."""
        return {file.sha256 for file in self.files}

    def written(self) -> bytes:
        """The index as it stands in the ZIP."""
        content = {
            "type": DOSSIER_TAG,
            "company": self.company,
            "sale": self.sale,
            "number": self.number,
            "head": self.head,
            "events": self.events,
            "files": [file.as_json() for file in self.files],
        }
        return canonical(content)


@dataclass(frozen=True)
class IndexSeal:
    """The installation's signature (base64 of DER) over the index, and its key."""

    sha256: str
    signature: str
    key: Key


def read_index(raw: bytes) -> Index:
    """Raises Malformed, also when a path stands twice or the spelling is not the canonical one."""
    value = read_json(raw)
    if value["type"].text() != DOSSIER_TAG:
        raise Malformed("$.type: no dossier")
    index = Index(
        company=value["company"].number(),
        sale=value["sale"].number(),
        number=value["number"].text(),
        head=value["head"].sha256(),
        events=value["events"].number(),
        files=[Listed.of(file) for file in value["files"].items()],
    )
    if len({file.path for file in index.files}) != len(index.files) or index.written() != raw:
        raise Malformed("$: not canonical")
    return index


def index_text(raw: bytes) -> bytes:
    """The bytes that the installation signs."""
    return tagged(DOSSIER_TAG, raw)


def seal_written(raw: bytes, signature: str, key: Mapping[str, str]) -> bytes:
    """The file beside the index that holds its signature."""
    return canonical({"type": SEAL_TYPE, "sha256": sha256_hex(raw), "signature": signature, "key": dict(key)})


def read_seal(raw: bytes) -> IndexSeal:
    """Raises Malformed."""
    value = read_json(raw)
    if value["type"].text() != SEAL_TYPE:
        raise Malformed("$.type: no signature of an index")
    return IndexSeal(value["sha256"].sha256(), value["signature"].text(), Key.of(value["key"]))
