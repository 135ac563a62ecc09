"""Aurora's files under the seal of an installation, made once a run; and whom a checker trusts for them."""

from datetime import timedelta
from functools import cache

from asn1crypto import crl, pem
from asn1crypto import x509 as asn1_x509
from pyhanko.keys import load_certs_from_pemder_data

from aceite.kit.pdf.increment import Update
from aceite.kit.sealing.authority import Issued, new_authority, new_seal, revocation_list
from aceite.kit.sealing.sealer import Sealer, open_sealer
from aceite.kit.sealing.sealing import Sealed, append_sealed
from aceite.kit.sealing.stamps import TimeAuthority
from aceite.kit.sealing.timestamps import TimeAuthorities
from aceite_verify.trust import Roots, Tree, Trust
from tests.kit.paper_samples import contract, signatures
from tests.kit.sealing.certificates import AT
from tests.kit.sealing.tsa import honest, serving, tsa_root

PASSPHRASE = b"a chave do ambiente"
REASON = "Selo de integridade"
CHECKED_AT = AT + timedelta(hours=1)


@cache
def authority() -> Issued:
    return new_authority(passphrase=PASSPHRASE, at=AT)


@cache
def seal_certificate() -> Issued:
    return new_seal(authority(), passphrase=PASSPHRASE, at=AT)


@cache
def sealer() -> Sealer:
    return open_sealer(seal_certificate(), authority().certificate, passphrase=PASSPHRASE)


def stamping_sealer(authorities: TimeAuthorities) -> Sealer:
    return open_sealer(seal_certificate(), authority().certificate, passphrase=PASSPHRASE, authorities=authorities)


@cache
def update() -> Update:
    return Update(contract().render(), signatures().render(), {"evidence.json": b'{"type":"aceite.evidence.v1"}'})


@cache
def sealed() -> bytes:
    """B-B."""
    return append_sealed(update(), by=sealer(), reason=REASON, at=AT).data


@cache
def stamped() -> bytes:
    """B-T."""
    with serving(honest(AT)) as server:
        authorities = TimeAuthorities([TimeAuthority(server.url, tsa_root().pem)], seconds=20)
        result: Sealed = append_sealed(update(), by=stamping_sealer(authorities), reason=REASON, at=AT)
        authorities.close()
    return result.data


def length() -> int:
    return len(update().original)


def certificates(data: bytes) -> tuple[asn1_x509.Certificate, ...]:
    return tuple(load_certs_from_pemder_data(data))


def revocations(revoked: bool = False) -> crl.CertificateList:
    serial = certificates(seal_certificate().certificate)[0].serial_number
    made = revocation_list(authority(), passphrase=PASSPHRASE, revoked={serial: AT} if revoked else {}, at=AT)
    return crl.CertificateList.load(pem.unarmor(made)[2])


@cache
def nobody() -> Trust:
    return Trust(CHECKED_AT)


def everybody(revoked: bool = False) -> Trust:
    """Roots of the installation and of the time authority, and the installation's revocation list."""
    own = Roots(roots=certificates(authority().certificate), lists=(revocations(revoked),))
    return Trust(CHECKED_AT, {Tree.INSTANCE: own, Tree.TIMESTAMPS: Roots(roots=certificates(tsa_root().pem))})
