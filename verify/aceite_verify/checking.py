"""The whole check of one file, in the order in which it is told."""

from collections.abc import Iterator
from typing import Final

from aceite_verify import increment, seal
from aceite_verify.acts import check_acts, check_bundle
from aceite_verify.anchored import check_anchors
from aceite_verify.assertions import check_assertion
from aceite_verify.canonical import canonical, sha256_hex
from aceite_verify.dossier_index import NAME as INDEX
from aceite_verify.embedded import Attachment, attached, attached_evidence
from aceite_verify.evidence import Evidence, read_evidence
from aceite_verify.findings import Finding, Report, attempt, bad, good, missing
from aceite_verify.keys import check_keys
from aceite_verify.levels import check_levels
from aceite_verify.revisions import read
from aceite_verify.shape import Malformed
from aceite_verify.trail import check_trail
from aceite_verify.trust import Tree, Trust

LARGEST: Final = 256 * 1024 * 1024


def check(data: bytes, trust: Trust) -> Report:
    """Checks a signed file by itself, with the roots this place trusts; whatever the bytes are, there is a report."""
    if not data.startswith(b"%PDF-"):
        return Report([bad("file.not_pdf")])
    if len(data) > LARGEST:
        return Report([bad("file.too_large", length=len(data))])
    return Report(attempt(lambda: _check_pdf(data, trust), "file.unreadable"))


def _check_pdf(data: bytes, trust: Trust) -> list[Finding]:
    attached = attached_evidence(data)
    if attached is None:
        return _without_evidence(data, trust)
    try:
        evidence = read_evidence(attached.data)
    except Malformed as malformed:
        return [bad("evidence.malformed", place=malformed), *_seal(data, trust, None)]
    return [
        *attempt(lambda: list(_evidence_faults(attached, evidence)), "evidence.not_canonical"),
        *increment.check(
            data,
            length=evidence.original.length,
            sha256=evidence.original.sha256,
            pages=evidence.original.pages,
        ),
        *_seal(data, trust, evidence),
        *check_evidence(evidence, trust),
    ]


def check_evidence(evidence: Evidence, trust: Trust) -> Iterator[Finding]:
    """What an evidence proves by itself, without the file it came in."""
    roots = {root.dump() for root in trust.tree(Tree.INSTANCE).roots}
    yield from attempt(lambda: check_bundle(evidence), "bundle.unreadable")
    yield from attempt(lambda: list(check_acts(evidence)), "statement.unreadable")
    yield from attempt(lambda: list(check_levels(evidence)), "level.unreadable")
    for act in evidence.acts:
        yield from check_assertion(act)
    yield from attempt(lambda: check_trail(evidence.trail), "trail.unreadable")
    keys = {key.id: key.public_key for key in evidence.keys}
    yield from attempt(lambda: list(check_anchors(evidence.anchors, evidence.trail, keys, trust)), "anchor.unreadable")
    yield from attempt(lambda: list(check_keys(evidence, roots)), "receipt.unreadable")


def _evidence_faults(attached: Attachment, evidence: Evidence) -> Iterator[Finding]:
    """Where the evidence stands and how it is spelt."""
    # What the signer was given cannot speak about her signature.
    in_original = attached.offset is None or attached.offset < evidence.original.length
    if in_original:
        yield bad("evidence.in_original")
    elif canonical(evidence.raw) != attached.data:
        yield bad("evidence.not_canonical")
    else:
        yield good("evidence.read", kind=evidence.kind, acts=len(evidence.acts))


def _without_evidence(data: bytes, trust: Trust) -> list[Finding]:
    """A file of ours that lost its evidence, or one from before there was any, or no file of ours at all."""
    cover = attached(data, INDEX)
    if cover is not None:
        return [good("dossier.cover", sha256=sha256_hex(cover.data)), *_seal(data, trust, None)]
    whole = read(data, len(data)).whole
    if whole.xrefs.total_revisions == 1 and "/AcroForm" not in whole.root:
        return [missing("file.not_signed_here")]
    return [missing("evidence.absent"), *_seal(data, trust, None)]


def _seal(data: bytes, trust: Trust, evidence: Evidence | None) -> list[Finding]:
    length, raw = (evidence.original.length, evidence.raw) if evidence else (None, None)
    return attempt(lambda: seal.check(data, original_length=length, trust=trust, evidence=raw), "seal.unreadable")
