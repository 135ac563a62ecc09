"""Hashes for the server: what `aceite_verify.canonical` defines, and beside it streaming, fresh salts and display.

Whoever checks a file offline computes with the same functions, so there is one of each.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator

from aceite_verify.canonical import (
    COMMITMENT_TAG,
    SALT_BYTES,
    NotCanonical,
    canonical,
    commit,
    rfc3339,
    sha256_hex,
    tagged_sha256,
)

__all__ = [
    "COMMITMENT_TAG",
    "SALT_BYTES",
    "HashedChunks",
    "Hidden",
    "NotCanonical",
    "canonical",
    "commit",
    "groups_of_four",
    "new_salt",
    "rfc3339",
    "sha256_hex",
    "stream_sha256",
    "tagged_sha256",
]


class HashedChunks:
    """Chunks passed on unchanged, hashed and counted on their way."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._digest = hashlib.sha256()
        self.length = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._digest.update(chunk)
            self.length += len(chunk)
            yield chunk

    @property
    def hexdigest(self) -> str:
        """SHA-256 of what has passed so far."""
        return self._digest.hexdigest()


def stream_sha256(chunks: Iterable[bytes]) -> str:
    """Return SHA-256 of the chunks joined, holding one at a time."""
    hashed = HashedChunks(chunks)
    for _chunk in hashed:
        pass
    return hashed.hexdigest


def new_salt() -> bytes:
    """Return 128 random bits."""
    return secrets.token_bytes(SALT_BYTES)


class Hidden:
    """Personal values on their way into something hashed: only commitments go in, `openings` keeps values and salts."""

    def __init__(self) -> None:
        self.openings: dict[str, dict[str, str]] = {}

    def commit(self, name: str, value: str) -> str | None:
        """The commitment to a value, kept under this name; None where there is none."""
        if not value:
            return None
        salt = new_salt()
        self.openings[name] = {"value": value, "salt": salt.hex()}
        return commit(value, salt)


def groups_of_four(hexdigest: str) -> str:
    """Write a hash for the eye: "9f86 d081 884c …"."""
    return " ".join(hexdigest[i : i + 4] for i in range(0, len(hexdigest), 4))
