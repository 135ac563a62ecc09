"""The chain above a certificate: who issued it, and who issued that one."""

from collections.abc import Sequence
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature

LONGEST: Final = 8


def issuers_of(certificate: x509.Certificate, among: Sequence[x509.Certificate]) -> tuple[list[x509.Certificate], bool]:
    """The issuers of a certificate from `among`, nearest first, and whether they end at a self-signed root.

    Every link is one of names and of a signature that holds; what belongs to no link is left out.
    """
    chain: list[x509.Certificate] = []
    last = certificate
    while not issued(last, last):
        above = next((other for other in among if other not in chain and issued(other, last)), None)
        if above is None or len(chain) == LONGEST:
            return chain, False
        chain.append(above)
        last = above
    return chain, True


def issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether `issuer` signed `certificate`."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
