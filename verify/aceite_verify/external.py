"""U: a file that somebody signed outside, with gov.br, an ICP-Brasil certificate or any program that writes PAdES.

It must start with D, or with the last accepted file; what follows may only sign it; exactly one signature is new; every
one is intact; the certificate names the expected signer (TRUST: *Uploaded, externally signed file U*). The findings
decide: one that is BAD refuses the file, one that is MISSING leaves it to people, and where all is GOOD it is accepted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from aceite_verify.canonical import rfc3339, sha256_hex
from aceite_verify.checking import LARGEST
from aceite_verify.external_holder import Asked, holder_findings, kind_of
from aceite_verify.external_signatures import Signature, signature_faults, signatures_of
from aceite_verify.external_update import Stamp, check_updates
from aceite_verify.findings import Finding, attempt, bad, good, missing
from aceite_verify.holders import Holder, Kind, holder_of
from aceite_verify.outside import Basis, Expected, Outcome, outcome_of
from aceite_verify.trust import Trust


@dataclass(frozen=True)
class Certificate:
    """The facts of the new signature's certificate; `claimed` is when it says it signed (RFC 3339), "" unsaid."""

    kind: Kind
    holder: Holder
    issuer: str
    serial: str
    fingerprint: str
    claimed: str


@dataclass(frozen=True)
class Judgement:
    """All findings, and what they were found on."""

    findings: Sequence[Finding]
    certificate: Certificate | None = None
    stamps: Sequence[Stamp] = field(default=())
    continues: bool = False

    @property
    def outcome(self) -> Outcome:
        """What follows from the findings."""
        return outcome_of(self.findings)


def judge(data: bytes, basis: Basis, expected: Expected, trust: Trust) -> Judgement:
    """What there is to say of an uploaded file; whatever the bytes are, it ends in a judgement."""
    if not data.startswith(b"%PDF-"):
        return Judgement([bad("file.not_pdf")])
    if len(data) > LARGEST:
        return Judgement([bad("file.too_large", length=len(data))])
    if data in (basis.original, *basis.accepted):
        return Judgement([bad("external.none_new")])
    try:
        return _judge(data, basis, expected, trust)
    except Exception as stumble:
        return Judgement([bad("external.unreadable", reason=type(stumble).__name__)])


def moment_of_signing(signature: Signature, since: datetime, at: datetime) -> datetime:
    """The moment as of which its certificate must have been in force: the one it claims, where that is possible."""
    claimed = signature.claimed
    return claimed if claimed is not None and since.replace(microsecond=0) <= claimed <= at else at


def _judge(data: bytes, basis: Basis, expected: Expected, trust: Trust) -> Judgement:
    continues = data.startswith(basis.newest)
    if not continues and data.startswith(basis.original):
        return Judgement([bad("external.outdated")])
    signatures = signatures_of(data)
    acts = [each for each in signatures if not each.is_stamp]
    before = [each for each in signatures_of(basis.newest) if not each.is_stamp]
    if any(each.forbids_others for each in before):
        return Judgement([bad("external.original_forbids")])
    if count_fault := _count_fault(acts, len(before)):
        return Judgement([count_fault])
    new = acts[-1]
    asked = Asked(trust, moment_of_signing(new, basis.since, trust.at), trust.at)
    updates, stamps = _updates(data, basis) if continues else ([], [])
    findings = [
        *_beginning(continues, basis),
        *updates,
        *attempt(lambda: list(_signing(new, signatures, basis)), "external.broken"),
        *attempt(lambda: list(holder_findings(new, expected, asked)), "holder.unreadable"),
    ]
    return Judgement(findings, _facts(new, asked), stamps, continues)


def _count_fault(acts: Sequence[Signature], known: int) -> Finding | None:
    new = len(acts) - known
    if new == 1:
        return None
    if new > 1:
        return bad("external.too_many", count=new)
    return bad("external.none_new" if len(acts) == known else "external.others_lost")


def _beginning(continues: bool, basis: Basis) -> Iterator[Finding]:
    if not continues:
        yield missing("external.other_beginning")
        return
    length = len(basis.original)
    yield good("original.intact", length=length, sha256=sha256_hex(basis.original))


def _updates(data: bytes, basis: Basis) -> tuple[list[Finding], list[Stamp]]:
    try:
        return check_updates(data, length=len(basis.original), pages=basis.pages)
    except Exception as stumble:
        return [bad("increment.unreadable", reason=type(stumble).__name__)], []


def _signing(new: Signature, signatures: Sequence[Signature], basis: Basis) -> Iterator[Finding]:
    faults = list(signature_faults(signatures))
    if new.forbids_others and basis.others_pending:
        faults.append(bad("external.forbids_others"))
    claimed = new.claimed
    yield from faults or [good("external.signed", time=rfc3339(claimed) if claimed else "—")]


def _facts(signature: Signature, asked: Asked) -> Certificate:
    certificate = signature.certificate
    return Certificate(
        kind=kind_of(signature, asked),
        holder=holder_of(certificate),
        issuer=str(certificate.issuer.native.get("common_name") or certificate.issuer.human_friendly),
        serial=f"{certificate.serial_number:x}",
        fingerprint=sha256(certificate.dump()).hexdigest(),
        claimed=rfc3339(signature.claimed) if signature.claimed else "",
    )
