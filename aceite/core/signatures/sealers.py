"""Who seals a file at this moment, chosen when it is sealed and not before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import settings

from aceite.core.companies.models import Company
from aceite.core.signatures.authorities import stamping_roots, trust_folder
from aceite.core.signatures.certificates import standing_certificate
from aceite.core.signatures.keys import Seal, standing_seal
from aceite.kit.late import late
from aceite.kit.sealing.authority import Issued, fingerprint, revocation_list
from aceite_verify.trust import Tree

if TYPE_CHECKING:
    from aceite.kit.sealing import longterm
    from aceite.kit.sealing import sealer as opening
else:
    longterm = late("aceite.kit.sealing.longterm")
    opening = late("aceite.kit.sealing.sealer")

LARGEST_LIST: Final = 512 * 1024


@dataclass(frozen=True)
class Whose:
    """Whose certificate seals: its holder and issuer by name, its SHA-256, and whether it is the company's own."""

    holder: str
    issuer: str
    fingerprint: str
    of_company: bool


@dataclass(frozen=True)
class FileSeal:
    """A certificate with its opened key, and what a checker will need of its authority in decades."""

    whose: Whose
    sealer: opening.Sealer
    validation: longterm.ValidationData


def file_seal(company: Company, *, at: datetime) -> FileSeal:
    """The seal for this company's files at `at`: its own certificate's while that seals, else the installation's.

    Its key is opened once a process. Raises WrongPassphrase.
    """
    own = standing_certificate(company)
    if own is not None and own.seals(company.cnpj, at):
        sealer = _opened(Issued(own.certificate.encode(), own.private_key.encode()), own.chain.encode())
        whose = Whose(own.holder, own.issuer, own.fingerprint, of_company=True)
        return FileSeal(whose, sealer, validation_data(of_company=True, at=at))
    seal = standing_seal(at=at)
    return FileSeal(_whose(seal), seal.sealer, validation_data(of_company=False, at=at))


def validation_data(*, of_company: bool, at: datetime) -> longterm.ValidationData:
    """What is added to a file for the long term; nothing where no time authority is configured.

    The roots of time and their lists; of the installation its authority with its list of revoked seals, of a company
    the lists of ICP-Brasil (its path stands in the seal itself).
    """
    if not settings.TIME_AUTHORITIES:
        return longterm.ValidationData()
    times = _lists_of(Tree.TIMESTAMPS)
    authority = standing_seal(at=at).row.issuer
    if of_company or authority is None:
        return longterm.ValidationData(stamping_roots(), [*_lists_of(Tree.ICP_BRASIL), *times])
    issued = Issued(authority.certificate.encode(), authority.private_key.encode())
    return longterm.ValidationData(issued.certificate + stamping_roots(), [revoked_seals(issued, at=at), *times])


def revoked_seals(authority: Issued, *, at: datetime) -> bytes:
    """The installation's list of revoked seals (PEM), of this hour; a retired one is none. Raises WrongPassphrase."""
    return _revoked(authority, at.replace(minute=0, second=0, microsecond=0))


@lru_cache(maxsize=64)
def _opened(own: Issued, chain: bytes) -> opening.Sealer:
    return opening.open_sealer(own, chain, passphrase=str(settings.SEAL_SECRET).encode())


def _whose(seal: Seal) -> Whose:
    certificate = seal.row.certificate.encode()
    read = x509.load_pem_x509_certificate(certificate)
    return Whose(_name(read.subject), _name(read.issuer), fingerprint(certificate), of_company=False)


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
