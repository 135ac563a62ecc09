"""Canonical bytes and the hashes made of them: one spelling, one hash, a tag for every purpose.

What is hashed has no floats and no bare decimals: money, quantities and times are strings, text is NFC.
"""

import hashlib
import unicodedata
from datetime import UTC, datetime
from typing import Final

import rfc8785

ANCHOR_TAG: Final = "aceite.anchor.v1"
BUNDLE_TYPE: Final = "aceite.bundle.v1"
CEREMONY_TAG: Final = "aceite.ceremony.v1"
COMMITMENT_TAG: Final = "aceite.commitment.v1"
CONSENT_TAG: Final = "aceite.consent.v1"
DOSSIER_TAG: Final = "aceite.dossier.v1"
EVENT_TAG: Final = "aceite.trail.v1"
EVIDENCE_TYPE: Final = "aceite.evidence.v1"
LEAF_TAG: Final = "aceite.anchor.leaf.v1"
NODE_TAG: Final = "aceite.anchor.node.v1"
RECEIPT_TAG: Final = "aceite.receipt.v1"
STATEMENT_TAG: Final = "aceite.statement.v1"

SALT_BYTES: Final = 16


class NotCanonical(TypeError):
    """The value has no single spelling as bytes; the message names the place, like `$.lines[2].price`."""


def canonical(obj: object) -> bytes:
    """Return the one JSON spelling of `obj` (RFC 8785).

    Takes None, bool, int within ±(2^53 - 1), NFC str, list, tuple, and dict with str keys.
    Raises NotCanonical for all else: float, Decimal, date and time, bytes, text that is not NFC or not Unicode.
    """
    _check(obj, "$")
    return rfc8785.dumps(obj)  # type: ignore[arg-type]  # _check has just proved it


def sha256_hex(data: bytes) -> str:
    """Return SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def tagged(tag: str, data: bytes) -> bytes:
    """Return tag ‖ line feed ‖ data: what is hashed or signed for one purpose never serves another."""
    if not tag or "\n" in tag:
        raise ValueError("a tag is one line")
    return tag.encode("ascii") + b"\n" + data


def tagged_sha256(tag: str, data: bytes) -> str:
    """Return SHA-256(tag ‖ line feed ‖ data) in hexadecimal."""
    return sha256_hex(tagged(tag, data))


def rfc3339(moment: datetime) -> str:
    """Write an aware moment as UTC with microseconds: 2026-11-24T18:00:00.000000Z. Raises ValueError when naive."""
    if moment.utcoffset() is None:
        raise ValueError("a moment without zone has no instant")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment_of(text: str) -> datetime:
    """Read what `rfc3339` wrote. Raises ValueError for any other spelling of the same instant."""
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    if rfc3339(moment) != text:
        raise ValueError("not the one spelling of this moment")
    return moment


def commit(value: str, salt: bytes) -> str:
    """Return a commitment to `value` that says nothing about it without its salt of 128 bits.

    tagged_sha256("aceite.commitment.v1", salt ‖ UTF-8 of the NFC text). Raises ValueError for a salt of another length.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 128 bits")
    return tagged_sha256(COMMITMENT_TAG, salt + unicodedata.normalize("NFC", value).encode())


def _check(obj: object, place: str) -> None:
    if obj is None or isinstance(obj, bool):
        return
    if isinstance(obj, str):
        _check_text(obj, place)
    elif isinstance(obj, int):
        if abs(obj) >= 2**53:
            raise NotCanonical(f"{place}: {obj} is beyond JSON's exact integers")
    elif isinstance(obj, list | tuple):
        for i, item in enumerate(obj):
            _check(item, f"{place}[{i}]")
    elif isinstance(obj, dict):
        for key, value in obj.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{place}: the key {key!r} is no text")
            _check_text(key, place)
            _check(value, f"{place}.{key}")
    else:
        raise NotCanonical(f"{place}: {type(obj).__name__} has no canonical form; write it as text first")


def _check_text(text: str, place: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical(f"{place}: {text!r} is not NFC")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotCanonical(f"{place}: {text!r} holds a lone surrogate") from None
