"""Who seals a file at this moment, chosen when it is sealed and not before."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import settings

from aceite.core.companies.models import Company
from aceite.core.signatures.authorities import stamping_roots, trust_folder
from aceite.core.signatures.certificates import standing_certificate
from aceite.core.signatures.keys import Seal, standing_seal
from aceite.core.signatures.models import Certificate
from aceite.kit.sealing.authority import Issued, fingerprint, revocation_list
from aceite.kit.sealing.longterm import ValidationData
from aceite.kit.sealing.sealer import Sealer, open_sealer
from aceite_verify.trust import Tree

LARGEST_LIST: Final = 512 * 1024


@dataclass(frozen=True)
class FileSeal:
    """A certificate with its opened key: whose it is, who issued it, its SHA-256, what checkers need for decades."""

    sealer: Sealer
    holder: str
    issuer: str
    fingerprint: str
    of_company: bool
    validation: ValidationData


def file_seal(company: Company, *, at: datetime) -> FileSeal:
    """The seal for this company's files at `at`: its own certificate's while that seals, else the installation's.

    Its key is opened once a process. Raises WrongPassphrase.
    """
    own = standing_certificate(company)
    if own is not None and own.seals(company.cnpj, at):
        return _of_company(own)
    return _of_installation(standing_seal(at=at), at)


def _of_company(own: Certificate) -> FileSeal:
    roots = own.chain.encode() + stamping_roots() if settings.TIME_AUTHORITIES else b""
    return FileSeal(
        sealer=_opened(Issued(own.certificate.encode(), own.private_key.encode()), own.chain.encode()),
        holder=own.holder,
        issuer=own.issuer,
        fingerprint=own.fingerprint,
        of_company=True,
        validation=ValidationData(roots, [*_lists_of(Tree.ICP_BRASIL), *_lists_of(Tree.TIMESTAMPS)]),
    )


@lru_cache(maxsize=64)
def _opened(own: Issued, chain: bytes) -> Sealer:
    return open_sealer(own, chain, passphrase=str(settings.SEAL_SECRET).encode())


def _of_installation(seal: Seal, at: datetime) -> FileSeal:
    certificate = seal.row.certificate.encode()
    read = x509.load_pem_x509_certificate(certificate)
    return FileSeal(
        sealer=seal.sealer,
        holder=_name(read.subject),
        issuer=_name(read.issuer),
        fingerprint=fingerprint(certificate),
        of_company=False,
        validation=_validation(seal, at),
    )


def _validation(seal: Seal, at: datetime) -> ValidationData:
    """The installation's authority with its list of revoked seals, and what is known of time authorities."""
    authority = seal.row.issuer
    if not settings.TIME_AUTHORITIES or authority is None:
        return ValidationData()
    issued = Issued(authority.certificate.encode(), authority.private_key.encode())
    revoked = _revoked(issued, at.replace(minute=0, second=0, microsecond=0))
    return ValidationData(issued.certificate + stamping_roots(), [revoked, *_lists_of(Tree.TIMESTAMPS)])


@lru_cache(maxsize=4)
def _revoked(authority: Issued, since: datetime) -> bytes:
    # One an hour: opening the authority's key takes longer than sealing a file.
    passphrase = str(settings.SEAL_SECRET).encode()
    return revocation_list(authority, passphrase=passphrase, revoked={}, at=since)


def _lists_of(tree: Tree) -> list[bytes]:
    """The revocation lists of one tree of the trust folder, but for those that would outweigh the file."""
    lists = [each.dump() for each in trust_folder().tree(tree).lists]
    return [each for each in lists if len(each) <= LARGEST_LIST]


def _name(name: x509.Name) -> str:
    """The common name; all of it where there is none."""
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()
