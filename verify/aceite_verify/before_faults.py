"""What a file that came signed says of itself, and whether its signatures are those that M names (see `before`)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from pyhanko.sign.fields import MDPPerm

from aceite_verify.before import NOTHING, SIGNING, Before, Looked
from aceite_verify.canonical import rfc3339
from aceite_verify.external_holder import Asked, certificate_findings, kind_of
from aceite_verify.external_signatures import Signature, signature_faults, signatures_of
from aceite_verify.findings import Finding, attempt, bad, good, missing
from aceite_verify.holders import holder_of, name_of
from aceite_verify.trust import Trust

# What a certification lets people do afterwards (ISO 32000-1, table 254). Notes are nothing that we would add either.
ALLOWS: Final = {MDPPerm.NO_CHANGES: NOTHING, MDPPerm.FILL_FORMS: SIGNING, MDPPerm.ANNOTATE: "notes"}
CERTIFIED: Final = {
    NOTHING: "before.certified_nothing",
    SIGNING: "before.certified_signing",
    "notes": "before.certified_notes",
}
# What is said of such a file in words of its own, as nobody can be asked to sign it anew here.
_TOLD: Final = {
    "external.broken": "before.broken",
    "external.partly_covered": "before.partly_covered",
    "external.changed_after": "before.changed_after",
    "holder.may_not_sign": "before.may_not_sign",
    "holder.revoked": "before.revoked",
    "holder.unknown": "before.unknown",
}


def look(data: bytes, trust: Trust) -> Looked:
    """What a PDF says that is brought with signatures in it; whatever the bytes are, it ends in findings."""
    try:
        signatures = signatures_of(data)
        acts = [each for each in signatures if not each.is_stamp]
        if not acts:
            return Looked([bad("before.none")])
        found = [*map(_worded, signature_faults(signatures)), *(one for each in acts for one in _about(each, trust))]
        return Looked(found, [_facts(each, trust) for each in acts])
    except Exception as stumble:
        return Looked([bad("before.unreadable", reason=type(stumble).__name__)])


def check_before(signatures: Sequence[Signature], named: Sequence[str], trust: Trust) -> Iterator[Finding]:
    """Whether the signatures are those of the certificates that M names, and what they say."""
    if [_fingerprint(each) for each in signatures] != list(named):
        yield bad("before.others", count=len(named))
        return
    for each in signatures:
        yield from _about(each, trust)


def _about(signature: Signature, trust: Trust) -> Iterator[Finding]:
    holder = holder_of(signature.certificate).name
    yield good("before.signed", holder=holder, time=_claimed(signature) or "—")
    if allows := _allows(signature):
        yield good(CERTIFIED[allows], holder=holder)
    yield from attempt(
        lambda: [_worded(one) for one in certificate_findings(signature, _asked(signature, trust))], "holder.unreadable"
    )


def _worded(finding: Finding) -> Finding:
    code = _TOLD.get(finding.code, finding.code)
    if code == "before.unknown":
        # Who vouches for the people of a file says nothing about whether its bytes are what they signed.
        return missing(code, **finding.detail)
    return replace(finding, code=code)


def _facts(signature: Signature, trust: Trust) -> Before:
    certificate = signature.certificate
    return Before(
        holder=holder_of(certificate).name,
        kind=kind_of(signature, _asked(signature, trust)).value,
        issuer=name_of(certificate.issuer),
        fingerprint=_fingerprint(signature),
        claimed=_claimed(signature),
        allows=_allows(signature),
    )


def _asked(signature: Signature, trust: Trust) -> Asked:
    return Asked(trust, min(signature.claimed or trust.at, trust.at), trust.at)


def _fingerprint(signature: Signature) -> str:
    return sha256(signature.certificate.dump()).hexdigest()


def _claimed(signature: Signature) -> str:
    return rfc3339(signature.claimed) if signature.claimed else ""


def _allows(signature: Signature) -> str:
    level: Any = signature.embedded.docmdp_level
    return ALLOWS.get(level, "") if level is not None else ""
