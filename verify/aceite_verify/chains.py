"""Which tree a certificate leads to, and whether it was revoked: pyHanko's path validation (RFC 5280), offline.

Whether a path leads to a root and whether something on it was revoked are asked apart, because the answers read apart:
without revocation data the first still holds, and the second could not be checked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from asn1crypto import x509
from asn1crypto.crl import CertificateList
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    InvalidCertificateError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)
from pyhanko_certvalidator.policy_decl import NO_REVOCATION, REQUIRE_REVINFO, CertRevTrustPolicy

from aceite_verify.offline import finished
from aceite_verify.trust import Roots, Tree, Trust


class Standing(StrEnum):
    """What revocation lists say of a path."""

    IN_FORCE = "in_force"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Chain:
    """A certificate, what may help to find its issuers, the tree of the root it leads to, and the way there."""

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    tree: Tree
    roots: Roots
    way: tuple[bytes, ...] = ()

    def vouches_for(self, certificate: x509.Certificate | None) -> bool:
        """Whether a certificate is on the way, byte for byte; none needs no voucher."""
        return certificate is None or certificate.dump() in self.way


def chain_of(path: Sequence[x509.Certificate], trust: Trust, trees: Iterable[Tree], at: datetime) -> Chain | None:
    """The chain from a certificate (the first of `path`, the rest may help) to a root, valid at `at`; None if none."""
    for tree in trees:
        chain = Chain(path[0], tuple(path[1:]), tree, trust.tree(tree))
        way = _way(chain, at) if chain.roots.roots else ()
        if way:
            return replace(chain, way=way)
    return None


def standing(chain: Chain, lists: Sequence[CertificateList], moments: Iterable[datetime]) -> tuple[Standing, datetime]:
    """What the lists say of the chain, and as of when: the first of `moments` (aware) at which they say anything.

    A list speaks for the time from its making to its next one. The time of a revocation is the moment returned.
    """
    asked = list(moments)
    for moment in asked:
        try:
            _walk(chain, moment, CertRevTrustPolicy(REQUIRE_REVINFO), lists)
        except RevokedError as revoked:
            return Standing.REVOKED, revoked.revocation_dt
        except (PathBuildingError, PathValidationError, InvalidCertificateError, ValueError):
            continue
        return Standing.IN_FORCE, moment
    return Standing.UNKNOWN, asked[0]


def _way(chain: Chain, at: datetime) -> tuple[bytes, ...]:
    try:
        way = _walk(chain, at, CertRevTrustPolicy(NO_REVOCATION), ())
    except (PathBuildingError, PathValidationError, InvalidCertificateError, ValueError):
        return ()
    return tuple(each.dump() for each in way)


def _walk(chain: Chain, at: datetime, policy: CertRevTrustPolicy, lists: Sequence[CertificateList]) -> Any:
    context = ValidationContext(
        trust_roots=list(chain.roots.roots),
        other_certs=[*chain.others, *chain.roots.others],
        moment=at,
        allow_fetching=False,
        crls=list(lists),
        revinfo_policy=policy,
    )
    return finished(CertificateValidator(chain.certificate, validation_context=context).async_validate_path())
