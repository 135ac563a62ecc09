"""A passkey's assertion whose challenge is s: made by the signer's device, which no vendor can imitate.

One touch may sign several documents: then the challenge is the hash of their ceremony, in which s stands.

The rules are those of WebAuthn, Level 2, 7.2 (verifying an authentication assertion), for a ceremony that asked for
user verification. What cannot be told from here is whose device it is: the key stands in the evidence alone.
"""

import base64
import binascii
import hashlib
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from aceite_verify.acts import name_of
from aceite_verify.canonical import CEREMONY_TAG, canonical, tagged_sha256
from aceite_verify.evidence import Act, Assertion, Ceremony
from aceite_verify.findings import Finding, bad, good
from aceite_verify.shape import Malformed, Value, read_json

FACTOR: Final = "passkey"
TYPE: Final = "webauthn.get"
USER_PRESENT: Final = 0x01
USER_VERIFIED: Final = 0x04
# rpIdHash (32) ‖ flags (1) ‖ counter (4), then extensions.
SHORTEST: Final = 37


def check_assertion(act: Act) -> list[Finding]:
    """Whether the act's passkey signed exactly this statement; nothing where no passkey was used."""
    name, claimed = name_of(act), act.statement.get("factors")
    if act.assertion is None:
        used = isinstance(claimed, list) and FACTOR in claimed
        return [bad("assertion.absent", name=name)] if used else []
    fault = _fault(act.assertion, _challenge(act, act.assertion.ceremony))
    return [bad(fault, name=name) if fault else good("assertion.sound", name=name, origin=act.assertion.origin)]


def _challenge(act: Act, ceremony: Ceremony | None) -> bytes:
    """What the device was to sign; nothing when the ceremony is not this statement's."""
    if ceremony is None:
        return bytes.fromhex(act.sha256)
    if act.sha256 not in ceremony.statements:
        return b""
    content = {"files": list(ceremony.files), "statements": list(ceremony.statements)}
    return bytes.fromhex(tagged_sha256(CEREMONY_TAG, canonical(content)))


def _fault(assertion: Assertion, challenge: bytes) -> str | None:
    try:
        return (
            _client_fault(read_json(assertion.client_data), assertion, challenge)
            or _authenticator_fault(assertion)
            or _signature_fault(assertion)
        )
    except (Malformed, ValueError, TypeError, UnsupportedAlgorithm):
        return "assertion.malformed"


def _client_fault(client: Value, assertion: Assertion, challenge: bytes) -> str | None:
    """What the browser wrote: which ceremony, for which challenge, on which page."""
    if client["type"].text() != TYPE:
        return "assertion.other_type"
    if not challenge or _base64url(client["challenge"].text()) != challenge:
        return "assertion.other_challenge"
    crossed = client.maybe("crossOrigin")
    if client["origin"].text() != assertion.origin or (crossed and crossed.raw is not False):
        return "assertion.other_origin"
    return None if _belongs(assertion.origin, assertion.rp_id) else "assertion.other_origin"


def _belongs(origin: str, rp_id: str) -> bool:
    """Whether the page's host is the RP id or stands below it, on a secure page."""
    page = urlsplit(origin)
    host = page.hostname or ""
    secure = page.scheme == "https" or host == "localhost"
    return secure and bool(rp_id) and (host == rp_id or host.endswith(f".{rp_id}"))


def _authenticator_fault(assertion: Assertion) -> str | None:
    """What the device wrote: for which site, with the person there and verified, and its counter."""
    data = assertion.authenticator_data
    if len(data) < SHORTEST:
        return "assertion.malformed"
    if data[:32] != hashlib.sha256(assertion.rp_id.encode()).digest():
        return "assertion.other_site"
    if data[32] & (USER_PRESENT | USER_VERIFIED) != USER_PRESENT | USER_VERIFIED:
        return "assertion.not_verified"
    return None if int.from_bytes(data[33:37]) == assertion.sign_count else "assertion.other_count"


def _signature_fault(assertion: Assertion) -> str | None:
    key: Any = load_pem_public_key(assertion.public_key.encode())
    signed = assertion.authenticator_data + hashlib.sha256(assertion.client_data).digest()
    try:
        _verify(key, assertion.signature, signed)
    except InvalidSignature:
        return "assertion.false"
    return None


def _verify(key: Any, signature: bytes, signed: bytes) -> None:
    """ES256, RS256 or EdDSA (Ed25519), told by the key. Raises InvalidSignature, ValueError for another kind."""
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    elif isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048:
        key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, signed)
    else:
        raise ValueError("a passkey does not sign with such a key")


def _base64url(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        return b""
