"""A company's own certificate, uploaded as PFX (PKCS #12, RFC 7292): each thing that can be wrong has its own words.

ICP-Brasil writes the company's CNPJ into the certificate as otherName 2.16.76.1.3.3 (DOC-ICP-04, 7.1.2.3).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID

from aceite.kit.sealing.authority import Issued, SealKey, kept_key
from aceite.kit.sealing.holder import cnpj_of
from aceite.kit.sealing.pfx_form import look_into
from aceite.kit.sealing.refusals import (
    Expired,
    HasNoCnpj,
    HasNoKey,
    MayNotSign,
    MissingChain,
    NotYetValid,
    OtherCnpj,
    WeakKey,
    WrongPassword,
)
from aceite.kit.taxid import format_taxid, normalize
from aceite_verify.issuers import issuers_of

SHORTEST_RSA: Final = 2048
Extension = TypeVar("Extension", bound=x509.ExtensionType)


@dataclass(frozen=True)
class Upload:
    """What the company's owner handed over, and the CNPJ of the company."""

    pfx: bytes = field(repr=False)
    password: str = field(repr=False)
    cnpj: str


@dataclass(frozen=True)
class CompanyCertificate:
    """A certificate that may seal for the company. `chain` (PEM) leads from its issuer upwards, root included if known.

    `chain_complete` says whether it reaches a self-signed root. `issued` is the certificate with its key, encrypted
    under the passphrase that `accept` was given. Times are aware, in UTC.
    """

    holder: str
    issuer: str
    cnpj: str
    valid_from: datetime
    valid_until: datetime
    chain: bytes
    chain_complete: bool
    issued: Issued


def accept(upload: Upload, *, keep_under: bytes, at: datetime, known: bytes = b"") -> CompanyCertificate:
    """Read an uploaded PFX and judge it as of `at` (aware; days are told in its zone).

    `known` are further issuers (PEM) that the installation has.

    Raises a PfxRefused, whose sentence is for the owner: TooBig, NotAPfx, LegacyEncryption, WrongPassword, HasNoKey,
    WeakKey, MayNotSign, HasNoCnpj, OtherCnpj, NotYetValid, Expired, MissingChain.
    """
    look_into(upload.pfx)
    key, certificate, others = _opened(upload)
    _check_key(key, certificate)
    cnpj = _checked_cnpj(certificate, upload.cnpj)
    _check_time(certificate, at)
    chain, complete = issuers_of(certificate, [*others, *x509.load_pem_x509_certificates(known)] if known else others)
    if not chain and not complete:
        raise MissingChain(MissingChain.SENTENCE)
    pem = [link.public_bytes(Encoding.PEM) for link in (certificate, *chain)]
    return CompanyCertificate(
        holder=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        cnpj=cnpj,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        chain=b"".join(pem[1:]),
        chain_complete=complete,
        issued=Issued(pem[0], kept_key(key, keep_under)),
    )


def _opened(upload: Upload) -> tuple[SealKey, x509.Certificate, list[x509.Certificate]]:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(upload.pfx, upload.password.encode())
    except (ValueError, TypeError) as refusal:
        # Its form has been looked into: what remains is a password that does not fit its MAC.
        raise WrongPassword(WrongPassword.SENTENCE) from refusal
    if key is None or certificate is None:
        raise HasNoKey(HasNoKey.SENTENCE)
    if not isinstance(key, SealKey):
        raise WeakKey(WeakKey.SENTENCE)
    return key, certificate, others


def _check_key(key: SealKey, certificate: x509.Certificate) -> None:
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < SHORTEST_RSA:
        raise WeakKey(WeakKey.SENTENCE)
    if isinstance(key, ec.EllipticCurvePrivateKey) and not isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1):
        raise WeakKey(WeakKey.SENTENCE)
    usage = _extension(certificate, x509.KeyUsage)
    basic = _extension(certificate, x509.BasicConstraints)
    if (usage and not (usage.digital_signature or usage.content_commitment)) or (basic and basic.ca):
        raise MayNotSign(MayNotSign.SENTENCE)


def _checked_cnpj(certificate: x509.Certificate, wanted: str) -> str:
    found = cnpj_of(certificate)
    if found is None:
        raise HasNoCnpj(HasNoCnpj.SENTENCE)
    if found != normalize(wanted):
        raise OtherCnpj(OtherCnpj.SENTENCE, found=format_taxid(found), wanted=format_taxid(wanted))
    return found


def _check_time(certificate: x509.Certificate, at: datetime) -> None:
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at > end:
        raise Expired(Expired.SENTENCE, date=f"{end.astimezone(at.tzinfo):%d/%m/%Y}")
    if at < start:
        raise NotYetValid(NotYetValid.SENTENCE, date=f"{start.astimezone(at.tzinfo):%d/%m/%Y}")


def _common_name(name: x509.Name) -> str:
    names = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    # ICP-Brasil puts "NAME:CNPJ" there.
    return str(names[0].value).partition(":")[0] if names else name.rfc4514_string()


def _extension(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
