"""The seal of a file: pyHanko's validation, and our own rules on top (TRUST: *What is bound to what*).

PyHanko alone calls several files valid that a customer would call forged. So: one seal, a certification that allows no
changes, over all of the file as issued; after it only validation data and document time stamps; no form fields, nothing
visible; a container that cannot be touched unseen. Whom to trust comes from the trust folder; nothing is ever fetched.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from asn1crypto import x509
from asn1crypto.crl import CertificateList
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from aceite_verify.chains import Chain, Standing, chain_of, standing
from aceite_verify.container import Container, NotCanonical, read_seal
from aceite_verify.findings import Finding, attempt, bad, good, missing
from aceite_verify.holders import holder_of, name_of
from aceite_verify.offline import finished
from aceite_verify.seal_cover import cover_faults, later_faults
from aceite_verify.seal_file import SealedFile, Unsealed, certification_faults, read_file
from aceite_verify.seal_time import BrokenStamp, Vouched, act_faults, stamp_of_seal, stamps_after, time_findings
from aceite_verify.trust import SEALING, Tree, Trust

# DOC-ICP-04 and RFC 5280: either of these lets a certificate seal.
SEALS: Final = {"digital_signature", "non_repudiation"}
CLAIMS: Final = {"ICP-Brasil": Tree.ICP_BRASIL, "Gov-Br": Tree.GOVBR}

# What pyHanko would say of a hostile file, tracebacks and all, belongs into findings and not into a log.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Times:
    """When a seal was made: what it claims, and what time stamps vouch for."""

    claimed: datetime
    inside: Vouched | None
    after: tuple[Vouched, ...]

    @property
    def proven(self) -> list[datetime]:
        """The times of trusted stamps, the earliest first."""
        return sorted(each.time for each in (self.inside, *self.after) if each is not None and each.trusted)

    @property
    def best(self) -> datetime:
        """The time as of which the certificate must have been in force."""
        return self.proven[0] if self.proven else self.claimed


def check(
    data: bytes, *, original_length: int | None, trust: Trust, evidence: Mapping[str, Any] | None = None
) -> list[Finding]:
    """What there is to say about the seal of these bytes; whatever they are, it ends in findings.

    `original_length` is where the seal's update must begin; `evidence` is the evidence.json inside, for its times.
    """
    return attempt(lambda: _check(data, original_length, trust, evidence), "seal.unreadable")


def _check(
    data: bytes, original_length: int | None, trust: Trust, evidence: Mapping[str, Any] | None
) -> Sequence[Finding]:
    file = read_file(data)
    if isinstance(file, Unsealed):
        return file.faults
    faults = [*certification_faults(file), *cover_faults(file, original_length), *later_faults(file)]
    try:
        container = read_seal(file.seal.pkcs7_content)
        inside, after = stamp_of_seal(container, trust), stamps_after(file, trust)
    except NotCanonical as other:
        return [*faults, bad("seal.not_canonical", part=other)]
    except BrokenStamp:
        return [*faults, bad("seal.stamp_broken")]
    claimed = file.seal.self_reported_timestamp
    if claimed is None or claimed.utcoffset() is None:
        return [*faults, bad("seal.without_time")]
    times = Times(claimed, inside, tuple(after))
    faults += [*_signature_faults(file, times, trust), *act_faults(claimed, evidence)]
    return faults or list(_good(file, container, times, trust))


def _signature_faults(file: SealedFile, times: Times, trust: Trust) -> Iterator[Finding]:
    """What pyHanko finds wrong with the signature itself, whoever made it."""
    status = finished(async_validate_pdf_signature(file.seal, _context(trust, times.best), skip_diff=True))
    if not status.intact:
        yield bad("seal.content_changed")
    elif not (status.valid and status.docmdp_ok is not False):
        yield bad("seal.signature_broken")


def _good(file: SealedFile, container: Container, times: Times, trust: Trust) -> Iterator[Finding]:
    """What holds, and what could not be checked, of a seal without faults."""
    yield good("seal.intact", time=times.claimed.isoformat(), sha256=sha256(file.data).hexdigest())
    yield from time_findings(times.inside, list(times.after))
    chain = chain_of(container.path, trust, SEALING, times.best)
    yield _authority(container.path, chain, trust)
    if chain is not None:
        yield _revocation(chain, [*trust.lists(), *_lists_inside(file)], times, trust)


def _authority(path: Sequence[x509.Certificate], chain: Chain | None, trust: Trust) -> Finding:
    top = path[-1]
    told = {"holder": name_of(path[0].subject), "issuer": name_of(path[0].issuer)}
    if chain is not None and may_sign(path[0]):
        return good(f"trust.{chain.tree.name.lower()}", **told)
    if chain is None and not _answerable(path, trust):
        return missing("trust.not_checked", **told, fingerprint=sha256(top.dump()).hexdigest())
    return bad("trust.unknown", **told)


def _answerable(path: Sequence[x509.Certificate], trust: Trust) -> bool:
    """Whether this place has the roots by which to say no: of the authority that is named, or of its kind."""
    # Who names a CNPJ the way ICP-Brasil does claims to be of it, also where the issuer's name does not say so.
    otherwise = Tree.ICP_BRASIL if holder_of(path[0]).cnpj else Tree.INSTANCE
    claimed = CLAIMS.get(str(path[0].issuer.native.get("organization_name", "")), otherwise)
    names = {root.subject.dump() for tree in SEALING for root in trust.tree(tree).roots}
    return bool(trust.tree(claimed).roots) or any(each.issuer.dump() in names for each in path)


def _revocation(chain: Chain, lists: Sequence[CertificateList], times: Times, trust: Trust) -> Finding:
    found, moment = standing(chain, lists, [trust.at, *reversed(times.proven)])
    if found is Standing.UNKNOWN:
        return missing("seal.revocation_unknown")
    if found is Standing.IN_FORCE:
        return good("seal.not_revoked", time=moment.isoformat())
    # A trusted stamp from before shows that the seal was made while the certificate was in force.
    if times.proven and times.proven[0] < moment:
        return good("seal.revoked_later", time=moment.isoformat())
    return bad("seal.revoked", time=moment.isoformat())


def _lists_inside(file: SealedFile) -> list[CertificateList]:
    """The revocation lists that the file brings along; they are signed by their authorities, whoever put them there."""
    if "/DSS" not in file.reader.root:
        return []
    store = DocumentSecurityStore.read_dss(file.reader)
    return [CertificateList.load(each.get_object().data) for each in store.crls]


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether a certificate's key usage lets it seal, or sign, documents."""
    usage = certificate.key_usage_value
    return usage is None or bool(SEALS & set(usage.native))


def _context(trust: Trust, at: datetime) -> ValidationContext:
    roots = [root for tree in SEALING for root in trust.tree(tree).roots]
    return ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)
