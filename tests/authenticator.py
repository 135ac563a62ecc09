"""A device that holds passkeys, in software: it answers as browsers do, and lies where a test asks it to."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

from aceite.kit.passkeys import decode, encode

ORIGIN = "http://localhost:8000"
PRESENT, VERIFIED, BACKED_UP, ATTESTED = 0x01, 0x04, 0x18, 0x40


@dataclass
class Device:
    """One passkey (ES256). `counter` None: a device that does not count; `flags` say what it checked."""

    origin: str = ORIGIN
    rp_id: str = "localhost"
    flags: int = PRESENT | VERIFIED
    counter: int | None = None
    handle: bytes = b""
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def cose(self) -> dict[int, Any]:
        """The public key as it goes into the attestation."""
        point = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}

    def makes(self, options: Mapping[str, Any], **lies: Any) -> str:
        """What the page posts after navigator.credentials.create()."""
        self.handle = decode(options["user"]["id"])
        credential = bytes(16) + len(self.credential).to_bytes(2) + self.credential + cbor.encode(self.cose)
        attested = {"fmt": "none", "authData": self._data(ATTESTED) + credential, "attStmt": {}}
        response = {
            "clientDataJSON": encode(self._client("webauthn.create", options, lies)),
            "attestationObject": encode(cbor.encode(attested)),
            "transports": ["internal", "hybrid"],
        }
        return json.dumps({"id": encode(self.credential), "response": response})

    def answers(self, options: Mapping[str, Any], **lies: Any) -> str:
        """What the page posts after navigator.credentials.get()."""
        if self.counter is not None:
            self.counter += 1
        data, client = self._data(0), self._client("webauthn.get", options, lies)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": encode(client),
            "authenticatorData": encode(data),
            "signature": encode(signed),
            "userHandle": encode(self.handle),
        }
        return json.dumps({"id": encode(self.credential), "response": response})

    def _data(self, more: int) -> bytes:
        flags = self.flags | more
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + (self.counter or 0).to_bytes(4)

    def _client(self, kind: str, options: Mapping[str, Any], lies: Mapping[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False, **lies}
        return json.dumps(said, separators=(",", ":")).encode()
