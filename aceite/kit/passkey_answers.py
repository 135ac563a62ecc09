"""What a device answers for a passkey: read from the browser's JSON, and judged rule by rule (WebAuthn §7.1, §7.2)."""

import hashlib
import json
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.webauthn import AttestationObject, AuthenticatorData, CollectedClientData

from aceite.kit.passkeys import ALGORITHMS, Site, decode, encode

LONGEST_ANSWER: Final = 16_000
LONGEST_ID: Final = 1023
TRANSPORTS: Final = frozenset({"usb", "nfc", "ble", "smart-card", "hybrid", "internal"})
# What the parsers of JSON, base 64 and CBOR raise on what is none.
_BROKEN: Final = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, struct.error)


class Fault(StrEnum):
    """Why an answer proves nothing."""

    UNREADABLE = "unreadable"
    OTHER_CHALLENGE = "other challenge"
    OTHER_ORIGIN = "other origin"
    OTHER_SITE = "other site"
    NOT_VERIFIED = "no user verification"
    BAD_SIGNATURE = "bad signature"
    UNKNOWN_ALGORITHM = "unknown algorithm"


class Unproved(Exception):
    """The answer breaks a rule: `fault`."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True)
class NewPasskey:
    """A passkey just made, user verified; `public_key` is COSE."""

    credential_id: str
    public_key: bytes
    algorithm: int
    sign_count: int
    backed_up: bool
    transports: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """An assertion as the browser handed it over; nothing of it is believed yet."""

    credential_id: str
    client_data: bytes
    authenticator_data: bytes
    signature: bytes
    user_handle: bytes
    challenge: bytes


@dataclass(frozen=True)
class Judged:
    """What a good assertion says about its passkey."""

    sign_count: int
    backed_up: bool


def read_new(text: str, *, site: Site, challenge: bytes) -> NewPasskey:
    """The passkey that was made for this challenge at this site. Raises Unproved.

    No attestation is asked for and none is believed: who made the device matters to nobody here.
    """
    try:
        given = _response(text)
        client = CollectedClientData(decode(given["clientDataJSON"]))
        made = AttestationObject(decode(given["attestationObject"])).auth_data
        transports = tuple(one for one in given.get("transports") or () if one in TRANSPORTS)
        _judge(client, made, kind="webauthn.create", site=site, challenge=challenge)
        credential = made.credential_data
        if credential is None or not 0 < len(credential.credential_id) <= LONGEST_ID:
            raise Unproved(Fault.UNREADABLE)
        key = credential.public_key
        if key.ALGORITHM not in ALGORITHMS:
            raise Unproved(Fault.UNKNOWN_ALGORITHM)
        public_key = cbor.encode(dict(key))
        public_key_pem(public_key)
    except _BROKEN:
        raise Unproved(Fault.UNREADABLE) from None
    return NewPasskey(
        credential_id=encode(credential.credential_id),
        public_key=public_key,
        algorithm=key.ALGORITHM,
        sign_count=made.counter,
        backed_up=made.is_backed_up(),
        transports=transports,
    )


def claimed_challenge(text: str) -> bytes:
    """The challenge that an answer of either kind says it is for. Raises Unproved when it is none."""
    try:
        return CollectedClientData(decode(_response(text)["clientDataJSON"])).challenge
    except _BROKEN:
        raise Unproved(Fault.UNREADABLE) from None


def read_answer(text: str) -> Answer:
    """The assertion in the browser's JSON. Raises Unproved when it is none."""
    try:
        whole = json.loads(_bounded(text))
        given = whole["response"]
        client_data = decode(given["clientDataJSON"])
        return Answer(
            credential_id=encode(decode(whole["id"])),
            client_data=client_data,
            authenticator_data=decode(given["authenticatorData"]),
            signature=decode(given["signature"]),
            user_handle=decode(given.get("userHandle") or ""),
            challenge=CollectedClientData(client_data).challenge,
        )
    except _BROKEN:
        raise Unproved(Fault.UNREADABLE) from None


def judge(answer: Answer, public_key: bytes, *, site: Site, challenge: bytes) -> Judged:
    """Whether the holder of this key, her presence and identity checked by the device, said yes to `challenge` at
    `site`. Raises Unproved. The counter is the caller's to compare.
    """
    try:
        client = CollectedClientData(answer.client_data)
        data = AuthenticatorData(answer.authenticator_data)
        _judge(client, data, kind="webauthn.get", site=site, challenge=challenge)
        CoseKey.parse(_map(public_key)).verify(answer.authenticator_data + client.hash, answer.signature)
    except InvalidSignature:
        raise Unproved(Fault.BAD_SIGNATURE) from None
    except _BROKEN:
        raise Unproved(Fault.UNREADABLE) from None
    return Judged(sign_count=data.counter, backed_up=data.is_backed_up())


def public_key_pem(cose: bytes) -> str:
    """The key as SubjectPublicKeyInfo in PEM, which openssl reads too. Raises ValueError for a key that is none."""
    key = _map(cose)
    match key[3]:
        case -7 if key[-1] == 1:
            point = ec.EllipticCurvePublicNumbers(_number(key[-2]), _number(key[-3]), ec.SECP256R1())
            made: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey = point.public_key()
        case -8 if key[-1] == 6:
            made = ed25519.Ed25519PublicKey.from_public_bytes(key[-2])
        case -257:
            made = rsa.RSAPublicNumbers(e=_number(key[-2]), n=_number(key[-1])).public_key()
        case _:
            raise ValueError("no key of a known kind")
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    return made.public_bytes(serialization.Encoding.PEM, spki).decode("ascii")


def _judge(client: CollectedClientData, data: AuthenticatorData, *, kind: str, site: Site, challenge: bytes) -> None:
    if client.type != kind:
        raise Unproved(Fault.UNREADABLE)
    if client.challenge != challenge:
        raise Unproved(Fault.OTHER_CHALLENGE)
    # A frame of another site has its own page around it, whatever its origin is.
    if client.origin != site.origin or client.cross_origin:
        raise Unproved(Fault.OTHER_ORIGIN)
    if data.rp_id_hash != _sha256(site.rp_id):
        raise Unproved(Fault.OTHER_SITE)
    if not (data.is_user_present() and data.is_user_verified()):
        raise Unproved(Fault.NOT_VERIFIED)


def _response(text: str) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(_bounded(text))["response"]
    return given


def _bounded(text: str) -> str:
    if len(text) > LONGEST_ANSWER:
        raise Unproved(Fault.UNREADABLE)
    return text


def _map(cose: bytes) -> dict[int, Any]:
    key = cbor.decode(cose)
    if not isinstance(key, dict):
        raise ValueError("a key is a map")
    return key


def _number(data: bytes) -> int:
    return int.from_bytes(data)


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
