"""The whole check of one file, in the order in which it is told."""

from collections.abc import Iterator
from typing import Final, TypeGuard

from pyhanko.pdf_utils.misc import PdfStrictReadError

from aceite_verify import increment, seal
from aceite_verify.acts import check_acts, check_bundle
from aceite_verify.anchor_faults import check_anchors
from aceite_verify.anchor_file import check_anchor_file
from aceite_verify.anchored import is_anchor
from aceite_verify.apart import check_alone, check_apart, stands_apart, unlisted
from aceite_verify.assertions import check_assertion
from aceite_verify.at_request import check_requests
from aceite_verify.brought_proxies import check_brought
from aceite_verify.canonical import canonical, sha256_hex
from aceite_verify.dossier_index import NAME as INDEX
from aceite_verify.embedded import Attachment, attached, attached_evidence
from aceite_verify.evidence import Evidence, read_evidence
from aceite_verify.external_signatures import signatures_of, signed_by_people
from aceite_verify.findings import Finding, Report, attempt, bad, good, missing
from aceite_verify.keys import check_keys
from aceite_verify.levels import check_levels
from aceite_verify.planned import check_plan
from aceite_verify.receipt_file import check_receipt_file
from aceite_verify.receipts import BEGINNING
from aceite_verify.revisions import read
from aceite_verify.shape import Malformed
from aceite_verify.trail import check_trail
from aceite_verify.trust import Tree, Trust

LARGEST: Final = 256 * 1024 * 1024


def check(data: bytes, trust: Trust, *, beside: bytes | None = None) -> Report:
    """Checks a signed file by itself, with the roots this place trusts; whatever the bytes are, there is a report.

    A contract signed outside and its page of signatures are two files: `beside` is the other one, whichever it is.
    A receipt is a file of its own; `beside` is then what its holder compares it with.
    """
    if data.startswith(BEGINNING):
        of_json = check_anchor_file if is_anchor(data) else check_receipt_file
        return Report(of_json(data, trust, beside=beside))
    for each in (data, beside):
        if each is not None and not each.startswith(b"%PDF-"):
            return Report([bad("file.not_pdf")])
        if each is not None and len(each) > LARGEST:
            return Report([bad("file.too_large", length=len(each))])
    return Report(attempt(lambda: _check_pdf(data, trust, beside), "file.unreadable"))


def _check_pdf(data: bytes, trust: Trust, beside: bytes | None) -> list[Finding]:
    attached = _attached(data)
    if attached is None:
        return _check_pdf(beside, trust, data) if _is_page(beside) else _without_evidence(data, trust)
    try:
        evidence = read_evidence(attached.data)
    except Malformed as malformed:
        return [bad("evidence.malformed", place=malformed), *_seal(data, trust, None)]
    if stands_apart(evidence):
        return [*_check_page(data, attached, evidence, trust), *check_apart(evidence, beside, trust)]
    return [
        *attempt(lambda: list(_evidence_faults(attached, evidence)), "evidence.not_canonical"),
        *attempt(lambda: list(unlisted(evidence)), "external.unreadable"),
        *increment.check(
            data,
            length=evidence.original.length,
            sha256=evidence.original.sha256,
            pages=evidence.original.pages,
        ),
        *_seal(data, trust, evidence),
        *check_evidence(evidence, trust),
    ]


def _check_page(data: bytes, attached: Attachment, evidence: Evidence, trust: Trust) -> list[Finding]:
    """The page of signatures beside a contract signed outside: it holds no original, only what is said of it."""
    return [
        *attempt(lambda: [_spelling(attached, evidence)], "evidence.not_canonical"),
        *attempt(lambda: seal.check(data, original_length=None, trust=trust, evidence=evidence.raw), "seal.unreadable"),
        *check_evidence(evidence, trust),
    ]


def _attached(data: bytes) -> Attachment | None:
    try:
        return attached_evidence(data)
    except PdfStrictReadError:
        # No file of ours is oddly written; a contract signed outside may be, and carries no evidence.
        if signatures_of(data):
            return None
        raise


def _is_page(data: bytes | None) -> TypeGuard[bytes]:
    return data is not None and attached_evidence(data) is not None


def check_evidence(evidence: Evidence, trust: Trust) -> Iterator[Finding]:
    """What an evidence proves by itself, without the file it came in."""
    roots = {root.dump() for root in trust.tree(Tree.INSTANCE).roots}
    yield from attempt(lambda: check_bundle(evidence), "bundle.unreadable")
    yield from attempt(lambda: list(check_acts(evidence)), "statement.unreadable")
    yield from attempt(lambda: list(check_levels(evidence)), "level.unreadable")
    yield from attempt(lambda: list(check_plan(evidence)), "plan.unreadable")
    yield from attempt(lambda: list(check_requests(evidence)), "plan.unreadable")
    yield from attempt(lambda: list(check_brought(evidence)), "plan.unreadable")
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
    yield bad("evidence.in_original") if in_original else _spelling(attached, evidence)


def _spelling(attached: Attachment, evidence: Evidence) -> Finding:
    if canonical(evidence.raw) != attached.data:
        return bad("evidence.not_canonical")
    return good("evidence.read", kind=evidence.kind, acts=len(evidence.acts))


def _without_evidence(data: bytes, trust: Trust) -> list[Finding]:
    """A file of ours that lost its evidence, or one from before there was any, or no file of ours at all."""
    cover = attached(data, INDEX)
    if cover is not None:
        return [good("dossier.cover", sha256=sha256_hex(cover.data)), *_seal(data, trust, None)]
    try:
        whole = read(data, len(data)).whole
    except PdfStrictReadError:
        return check_alone(data, trust)
    if whole.xrefs.total_revisions == 1 and "/AcroForm" not in whole.root:
        return [missing("file.not_signed_here")]
    if signed_by_people(data):
        return check_alone(data, trust)
    return [missing("evidence.absent"), *_seal(data, trust, None)]


def _seal(data: bytes, trust: Trust, evidence: Evidence | None) -> list[Finding]:
    length, raw = (evidence.original.length, evidence.raw) if evidence else (None, None)
    return attempt(lambda: seal.check(data, original_length=length, trust=trust, evidence=raw), "seal.unreadable")
