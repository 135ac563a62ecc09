"""Certificates of every kind a test needs: roots, issuers, companies; made once a run, as key making is slow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
AURORA_CNPJ = "12ABC34501DE35"
PADARIA_CNPJ = "45723174000110"
OID_CNPJ = x509.ObjectIdentifier("2.16.76.1.3.3")

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Extension = tuple[x509.ExtensionType, bool]


@dataclass(frozen=True)
class Made:
    """A certificate, its key, and its issuers from the nearest up."""

    certificate: x509.Certificate
    key: Key
    issuers: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def chain(self) -> bytes:
        return b"".join(each.public_bytes(Encoding.PEM) for each in self.issuers)


@cache
def rsa_key(_number: int = 0, bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def root(name: str = "AC Raiz de teste") -> Made:
    return made(name, None, key=ec.generate_private_key(ec.SECP256R1()), extensions=CA)


@cache
def issuer(name: str = "AC de teste") -> Made:
    return made(name, root(), key=ec.generate_private_key(ec.SECP256R1()), extensions=CA)


def usage(*allowed: str) -> x509.KeyUsage:
    names = "digital_signature content_commitment key_encipherment data_encipherment key_agreement"
    every = [*names.split(), "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{name: name in allowed for name in every})


CA: Sequence[Extension] = [
    (x509.BasicConstraints(ca=True, path_length=None), True),
    (usage("key_cert_sign", "crl_sign"), True),
]
SIGNS: Extension = (usage("digital_signature", "content_commitment"), True)


def names_cnpj(cnpj: str, tag: int = 0x13) -> Extension:
    """The alternative name of ICP-Brasil; `tag` is the kind of string: 0x13 printable, 0x04 octets, 0x0c UTF-8."""
    value = bytes([tag, len(cnpj)]) + cnpj.encode()
    return x509.SubjectAlternativeName([x509.OtherName(OID_CNPJ, value)]), False


def made(
    name: str,
    by: Made | None,
    *,
    key: Key | None = None,
    extensions: Sequence[Extension] = (),
    start: datetime = AT - timedelta(days=365),
    days: int = 3650,
    organization: str = "",
) -> Made:
    key = key or rsa_key()
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if organization:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    subject = x509.Name(parts)
    builder = x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
    builder = builder.issuer_name(by.certificate.subject if by else subject).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=days))
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    signer = by.key if by else key
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    builder = builder.add_extension(above, critical=False)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    issuers = (by.certificate, *by.issuers) if by else ()
    return Made(builder.sign(signer, hashes.SHA256()), key, issuers)


@cache
def aurora() -> Made:
    """The e-CNPJ A1 of Aurora, below an issuer and a root, with an RSA key as they all have."""
    return made(f"AURORA EQUIPAMENTOS LTDA:{AURORA_CNPJ}", issuer(), extensions=[names_cnpj(AURORA_CNPJ), SIGNS])


def pfx(of: Made, password: str = "segredo", *, chain: bool = True, legacy: bool = False) -> bytes:
    modern = serialization.BestAvailableEncryption(password.encode())
    old = serialization.PrivateFormat.PKCS12.encryption_builder()
    cipher = pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC
    how = old.kdf_rounds(2048).key_cert_algorithm(cipher).hmac_hash(hashes.SHA1()).build(password.encode())
    others = list(of.issuers) if chain else []
    return pkcs12.serialize_key_and_certificates(b"x", of.key, of.certificate, others, how if legacy else modern)
