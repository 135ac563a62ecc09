"""The installation's own authority: the CA of its first start, and the seal certificates that CA issues.

Keys are P-256, kept as PKCS#8 under a passphrase of the caller; times come from the caller, randomness from the system.
Certificates follow RFC 5280. The seal's has no extended key usage: pdfsig and pyHanko take it so, and none fits better.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from aceite.kit.hashing import sha256_hex

AUTHORITY_NAME: Final = "Aceite – autoridade desta instalação"
SEAL_NAME: Final = "Aceite – selo desta instalação"
AUTHORITY_LASTS: Final = timedelta(days=3652)
SEAL_LASTS: Final = timedelta(days=730)
RENEWED_BEFORE: Final = timedelta(days=60)
LIST_LASTS: Final = timedelta(days=31)

SealKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class WrongPassphrase(ValueError):
    """The passphrase does not open this key."""


class NotASealKey(ValueError):
    """What was opened is no key that seals: neither RSA nor elliptic curve."""


@dataclass(frozen=True)
class Issued:
    """A certificate (PEM) with its private key (PKCS#8 PEM, encrypted)."""

    certificate: bytes
    key: bytes


def new_authority(*, passphrase: bytes, at: datetime) -> Issued:
    """Make the CA of an installation: self-signed, 10 years from `at` (aware), for seals and revocation lists alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(AUTHORITY_NAME, key)
    builder = _certificate(name, key, at, at + AUTHORITY_LASTS).issuer_name(name)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    return Issued(_pem(builder.sign(key, hashes.SHA256())), _kept(key, passphrase))


def new_seal(authority: Issued, *, passphrase: bytes, at: datetime) -> Issued:
    """Make a seal certificate with a new key: 2 years from `at` (aware), never longer than its CA. Also the renewal.

    The passphrase opens the CA's key and closes the new one. Raises WrongPassphrase.
    """
    ca, ca_key = _opened(authority, passphrase)
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _certificate(_name(SEAL_NAME, key), key, at, min(at + SEAL_LASTS, ca.not_valid_after_utc))
    builder = builder.issuer_name(ca.subject)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage("digital_signature", "content_commitment"), critical=True)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    builder = builder.add_extension(issuer, critical=False)
    return Issued(_pem(builder.sign(ca_key, hashes.SHA256())), _kept(key, passphrase))


def revocation_list(authority: Issued, *, passphrase: bytes, revoked: Mapping[int, datetime], at: datetime) -> bytes:
    """Make the CA's list of revoked seals (PEM), good for 31 days: serial numbers with the time of revocation.

    Raises WrongPassphrase.
    """
    ca, ca_key = _opened(authority, passphrase)
    builder = x509.CertificateRevocationListBuilder().issuer_name(ca.subject)
    builder = builder.last_update(at).next_update(at + LIST_LASTS)
    # RFC 5280 5.2.3 asks for a number that grows.
    builder = builder.add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    builder = builder.add_extension(issuer, critical=False)
    for serial, since in sorted(revoked.items()):
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(ca_key, hashes.SHA256()).public_bytes(Encoding.PEM)


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate's DER in hexadecimal, as `openssl x509 -fingerprint` prints it."""
    return sha256_hex(_read(certificate).public_bytes(Encoding.DER))


def serial_number(certificate: bytes) -> int:
    """The number under which a revocation list would name this certificate (PEM)."""
    return _read(certificate).serial_number


def is_due(certificate: bytes, at: datetime) -> bool:
    """Whether a certificate (PEM) ends within 60 days of `at` (aware), so that the next one is made now."""
    return _read(certificate).not_valid_after_utc - at <= RENEWED_BEFORE


def open_key(key: bytes, passphrase: bytes) -> SealKey:
    """Read an encrypted PKCS#8 key (PEM). Raises WrongPassphrase, or NotASealKey for other kinds of key."""
    try:
        opened = serialization.load_pem_private_key(key, passphrase)
    except (TypeError, ValueError) as refusal:
        raise WrongPassphrase("the passphrase does not open the key") from refusal
    if not isinstance(opened, SealKey):
        raise NotASealKey(type(opened).__name__)
    return opened


def kept_key(key: SealKey, passphrase: bytes) -> bytes:
    """Write a key as PKCS#8 (PEM), encrypted under the passphrase (AES-256, PBKDF2)."""
    return _kept(key, passphrase)


def _opened(authority: Issued, passphrase: bytes) -> tuple[x509.Certificate, SealKey]:
    return _read(authority.certificate), open_key(authority.key, passphrase)


def _certificate(name: x509.Name, key: SealKey, start: datetime, end: datetime) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(start.astimezone(UTC)).not_valid_after(end.astimezone(UTC))
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _name(common_name: str, key: SealKey) -> x509.Name:
    # Two installations have the same words; the number keeps their names, and so their chains, apart.
    number = x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest.hex()
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common_name), x509.NameAttribute(NameOID.SERIAL_NUMBER, number)]
    return x509.Name(parts)


def _usage(*allowed: str) -> x509.KeyUsage:
    usages = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    names = (*usages, "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: name in allowed for name in names})


def _read(certificate: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(certificate)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _kept(key: SealKey, passphrase: bytes) -> bytes:
    how = serialization.BestAvailableEncryption(passphrase)
    return key.private_bytes(Encoding.PEM, serialization.PrivateFormat.PKCS8, how)
