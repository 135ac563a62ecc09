"""The installation's keys: whose they are, and whether this place knows who vouches for them. And what they signed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from aceite_verify.acts import name_of
from aceite_verify.canonical import moment_of, sha256_hex
from aceite_verify.evidence import Act, Evidence, Key
from aceite_verify.findings import Finding, bad, good, missing
from aceite_verify.receipts import BadKey, receipt_holds, receipt_key, receipt_text


@dataclass(frozen=True)
class Certified:
    """A key of the installation that is what its certificate says."""

    key: ec.EllipticCurvePublicKey
    certificate: x509.Certificate
    issuer: x509.Certificate

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether the certificate was valid then."""
        return self.certificate.not_valid_before_utc <= moment <= self.certificate.not_valid_after_utc


def check_keys(evidence: Evidence, roots: Collection[bytes]) -> Iterator[Finding]:
    """Whether each key is what it is called, and its issuer one of `roots`: certificates (DER) trusted in this place.

    Then whether each act has its receipt.
    """
    for key in evidence.keys:
        yield check_key(key, roots)
    keys = certified_of(evidence.keys)
    for act in evidence.acts:
        yield check_receipt(act, keys)


def check_key(key: Key, roots: Collection[bytes]) -> Finding:
    """Whether a key is what it is called, and its issuer one of `roots`: certificates (DER) trusted in this place."""
    found = _certified(key)
    if found is None:
        return bad("key.false", id=key.id[:16])
    issuer = found.issuer.subject.rfc4514_string()
    if found.issuer.public_bytes(Encoding.DER) in roots:
        return good("key.trusted", issuer=issuer)
    return missing("key.unknown_issuer", issuer=issuer)


def certified_of(keys: Iterable[Key]) -> dict[str, Certified]:
    """The keys that are what they are called, by their ids."""
    found = {key.id: _certified(key) for key in keys}
    return {name: certified for name, certified in found.items() if certified is not None}


def _certified(key: Key) -> Certified | None:
    try:
        public = receipt_key(key.public_key)
        certificate = x509.load_pem_x509_certificate(key.certificate.encode())
        issuer = x509.load_pem_x509_certificate(key.issuer.encode())
        certificate.verify_directly_issued_by(issuer)
        spki = _spki(certificate)
    except (BadKey, InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return None
    is_key = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == spki
    return Certified(public, certificate, issuer) if is_key and sha256_hex(spki) == key.id else None


def _spki(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def check_receipt(act: Act, keys: Mapping[str, Certified]) -> Finding:
    """Whether the act's receipt is by one of these keys, for this very act and its place in the trail."""
    name = name_of(act)
    if act.receipt is None:
        return missing("receipt.absent", name=name)
    if act.receipt.key not in keys:
        return bad("receipt.unknown_key", name=name)
    key = keys[act.receipt.key]
    text = receipt_text(statement=act.sha256, head=act.event, at=act.receipt.at)
    if not receipt_holds(act.receipt.signature, text, key=key.key):
        return bad("receipt.false", name=name)
    if not key.is_valid_at(moment_of(act.receipt.at)):
        return bad("receipt.out_of_time", name=name)
    return good("receipt.sound", name=name, at=act.receipt.at)
