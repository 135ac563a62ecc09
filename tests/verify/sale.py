"""A signed contract of Aurora and Padaria Central with all its evidence, made without the server."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from aceite.kit.pdf.increment import Update
from aceite.kit.sealing.sealing import append_sealed
from aceite_verify.canonical import CEREMONY_TAG, canonical, commit, rfc3339, sha256_hex, tagged_sha256
from aceite_verify.receipts import receipt_text
from aceite_verify.statements import consent_hash, statement_hash
from aceite_verify.trail import GENESIS, event_hash
from tests.kit.sealing.samples import REASON, sealer
from tests.verify.papers import PAGES, manifest, original

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SEALED_AT = AT + timedelta(hours=1)
CODE = "K7QM3T9XP2WD8HRA"
SALT = bytes(range(16))
CARLA, GIL = 3, 4
NAMES = {CARLA: "Carla", GIL: "Gil"}
RP_ID, ORIGIN = "aceite.example", "https://aurora.aceite.example"
CONSENT = {"act": "sign", "language": "pt-br", "version": "2026-11-24", "title": "Termos", "text": "Li e concordo."}
ROOT_KEY, KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
PASSKEYS: dict[str, Any] = {
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "RS256": rsa.generate_private_key(65537, 2048),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}
Change = Callable[[dict[str, Any]], None]


def certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str = "Raiz", by: ec.EllipticCurvePrivateKey = ROOT_KEY
) -> x509.Certificate:
    """A certificate for `key`, good for two years around AT."""

    def named(common: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])

    made = x509.CertificateBuilder(named(issuer), named(name), key.public_key(), x509.random_serial_number())
    lasting = made.not_valid_before(AT - timedelta(days=365)).not_valid_after(AT + timedelta(days=365))
    return lasting.sign(by, hashes.SHA256())


ROOT = certificate("Raiz", ROOT_KEY)
CERTIFICATE = certificate("Aurora", KEY)
ROOTS = [ROOT.public_bytes(Encoding.DER)]


def pem(thing: Any) -> str:
    """A certificate, or the public half of a key, as text."""
    if isinstance(thing, x509.Certificate):
        return thing.public_bytes(Encoding.PEM).decode()
    public: bytes = thing.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return public.decode()


def key_id(key: Any = KEY) -> str:
    return sha256_hex(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def evidence(kind: str = "contract", file: tuple[bytes, int] | None = None) -> dict[str, Any]:
    """E for D of `papers`, or for another file of so many pages: both signed five minutes after they were asked.

    For an approval: Carla approved.
    """
    data, pages = file or (original(), PAGES)
    given = {"sha256": sha256_hex(data), "length": len(data), "pages": pages, "code": CODE}
    bundle = _manifest(given, kind)
    trail: list[dict[str, Any]] = []
    record(trail, "proposal.sent", AT, {"version": 1})
    people = [CARLA, GIL] if kind == "contract" else [CARLA]
    acts = [_act(person, given, sha256_hex(canonical(bundle)), kind, trail) for person in people]
    done = {"statements": [act["sha256"] for act in acts]}
    if kind == "contract":
        record(trail, "contract.completed", AT + timedelta(minutes=9), done)
    return {
        "type": "aceite.evidence.v1",
        "kind": kind,
        "original": given,
        "bundle": {"sha256": sha256_hex(canonical(bundle)), "manifest": bundle},
        "statements": acts,
        "consents": {act["statement"]["consent"]: {**CONSENT, "act": _verb(kind)} for act in acts},
        "trail": trail,
        "keys": [{"id": key_id(), "public_key": pem(KEY), "certificate": pem(CERTIFICATE), "issuer": pem(ROOT)}],
    }


def record(trail: list[dict[str, Any]], kind: str, at: datetime, data: dict[str, Any]) -> str:
    """Adds an event at the end of the chain and returns its hash."""
    content = {
        "company": 1,
        "chain": "sale/7",
        "seq": len(trail) + 1,
        "kind": kind,
        "at": rfc3339(at),
        "actor": {"kind": "panel_user", "id": CARLA},
        "data": data,
        "commitments": {},
        "previous": trail[-1]["hash"] if trail else GENESIS,
    }
    trail.append({**content, "hash": event_hash(content)})
    return event_hash(content)


def rechained(trail: list[dict[str, Any]]) -> None:
    """Mends the chain after an event was changed, as somebody would who holds the server."""
    for place, event in enumerate(trail):
        event |= {"seq": place + 1, "previous": trail[place - 1]["hash"] if place else GENESIS}
        event["hash"] = event_hash({name: value for name, value in event.items() if name != "hash"})


def stated(act: dict[str, Any]) -> None:
    """Hashes a statement anew after it was changed."""
    act["sha256"] = statement_hash(act["statement"])


def receipted(act: dict[str, Any], at: datetime = AT, key: ec.EllipticCurvePrivateKey = KEY) -> None:
    """Gives an act its receipt."""
    text = receipt_text(statement=act["sha256"], head=act["event"], at=rfc3339(at))
    signature = base64.b64encode(key.sign(text, ec.ECDSA(hashes.SHA256()))).decode()
    act["receipt"] = {"signature": signature, "at": rfc3339(at), "key": key_id(key)}


def asserted(act: dict[str, Any], kind: str = "ES256", *, flags: int = 5, ceremony: Any = None, **client: Any) -> None:
    """Gives an act the assertion of a passkey over its s or a ceremony; `client` changes what the browser wrote."""
    signed = tagged_sha256(CEREMONY_TAG, canonical(ceremony)) if ceremony else act["sha256"]
    challenge = base64.urlsafe_b64encode(bytes.fromhex(signed)).rstrip(b"=").decode()
    said = {"type": "webauthn.get", "challenge": challenge, "origin": ORIGIN, "crossOrigin": False, **client}
    data = json.dumps(said).encode()
    device = hashlib.sha256(RP_ID.encode()).digest() + bytes([flags]) + (7).to_bytes(4)
    act["assertion"] = {
        "credential": base64.b64encode(b"carla").decode(),
        "public_key": pem(PASSKEYS[kind]),
        "client_data": base64.b64encode(data).decode(),
        "authenticator_data": base64.b64encode(device).decode(),
        "signature": base64.b64encode(_signed(PASSKEYS[kind], device + hashlib.sha256(data).digest())).decode(),
        "sign_count": 7,
        "rp_id": RP_ID,
        "origin": ORIGIN,
        "ceremony": ceremony,
    }


def file_with(proof: dict[str, Any] | bytes) -> bytes:
    """F with this evidence attached (bytes as they are)."""
    attached = proof if isinstance(proof, bytes) else canonical(proof)
    return append_sealed(
        Update(original(), manifest(), {"evidence.json": attached}), by=sealer(), reason=REASON, at=SEALED_AT
    ).data


@cache
def good_file() -> bytes:
    return file_with(evidence())


def _verb(kind: str) -> str:
    return "sign" if kind == "contract" else "approve"


def _manifest(given: dict[str, Any], kind: str) -> dict[str, Any]:
    other = {"code": "0" * 16, "sha256": "e" * 64, "length": 1, "pages": 1}
    signers = [{"id": 10 + person, "panel_user": person, "role": "party"} for person in (CARLA, GIL)]
    contract = {"id": 5, **(given if kind == "contract" else other), "signers": signers}
    return {
        "type": "aceite.bundle.v1",
        "paper": other if kind == "contract" else given,
        "contracts": [{"id": 4, **other, "signers": []}, contract],
    }


def _act(person: int, given: dict[str, Any], bundle: str, kind: str, trail: list[dict[str, Any]]) -> dict[str, Any]:
    prepared = AT + timedelta(minutes=person)
    statement = {
        "type": "aceite.statement.v1",
        "act": _verb(kind),
        "sale": 7,
        "bundle": bundle,
        "file": {name: given[name] for name in ("sha256", "length", "pages")},
        "signer": {"kind": "panel_user", "id": person, "name": commit(NAMES[person], SALT), "cpf": None},
        "consent": consent_hash({**CONSENT, "act": _verb(kind)}),
        "factors": ["email_code"],
        "mark": None,
        "head": trail[0]["hash"],
        "at": rfc3339(prepared),
        "nonce": "00",
    }
    confirmed, s = prepared + timedelta(minutes=5), statement_hash(statement)
    kinds = {"contract": "contract.signed", "approval": "proposal.approved"}
    act: dict[str, Any] = {
        "sha256": s,
        "statement": statement,
        "openings": {"name": {"value": NAMES[person], "salt": SALT.hex()}},
        "confirmed_at": rfc3339(confirmed),
        "event": record(trail, kinds[kind], confirmed, {"statement_sha256": s}),
        "assertion": None,
    }
    receipted(act, confirmed)
    return act


def _signed(key: Any, data: bytes) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(hashes.SHA256()))
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    signature: bytes = key.sign(data)
    return signature
