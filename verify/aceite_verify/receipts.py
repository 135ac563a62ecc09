"""Receipts: the installation's signature over one statement and the place of the trail that recorded it.

A signer got it by mail at once, so nobody can later rewrite what she did, not even who holds the server.
"""

import base64
import binascii
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from aceite_verify.canonical import RECEIPT_TAG, canonical, tagged

CURVE: Final = "secp256r1"
# What tells a receipt from the other files that are checked.
BEGINNING: Final = b"{"


class BadKey(ValueError):
    """The text is no public key of the kind that signs receipts."""


def receipt_text(*, statement: str, head: str, at: str) -> bytes:
    """The bytes a receipt signs: s, the hash of the event that recorded the act, and the moment (RFC 3339, UTC)."""
    return tagged(RECEIPT_TAG, canonical({"statement": statement, "head": head, "at": at}))


def receipt_key(pem: str) -> ec.EllipticCurvePublicKey:
    """The installation's public key, P-256. Raises BadKey."""
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as unreadable:
        raise BadKey("no public key") from unreadable
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != CURVE:
        raise BadKey("receipts are signed with P-256")
    return key


def receipt_holds(signature: str, text: bytes, *, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether `signature` (base64 of DER) is this key's ECDSA signature with SHA-256 over `text`."""
    try:
        key.verify(base64.b64decode(signature, validate=True), text, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
