"""A contract signed outside, or brought with signatures in it, and the page of signatures that stands beside it.

To a signed PDF nothing is added (TRUST: *Uploaded, externally signed file U*). So the sealed page names it by its hash,
each statement S names the file its signer sent and the certificate that signed it, M names the certificates of what was
signed before, and with both files at hand everything can be checked that the server checked when it took them.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from aceite_verify.acts import Recorded, name_of
from aceite_verify.before import named_before
from aceite_verify.before_faults import check_before
from aceite_verify.canonical import moment_of, sha256_hex
from aceite_verify.evidence import Act, Evidence, ExternalFile, GivenFile
from aceite_verify.external_holder import Asked, certificate_findings, kind_of, person_findings
from aceite_verify.external_signatures import Signature, signature_faults, signatures_of
from aceite_verify.external_update import check_updates
from aceite_verify.findings import Finding, Verdict, attempt, bad, good, missing
from aceite_verify.outside import FACTORS, Expected
from aceite_verify.trust import Trust

BY_VENDOR: Final = "vendor"
OUTSIDE: Final = frozenset(FACTORS.values())


def stands_apart(evidence: Evidence) -> bool:
    """Whether the page of signatures is a file of its own, as the contract is one to which nothing may be added."""
    return bool(evidence.external or named_before(evidence))


def contract_of(evidence: Evidence) -> ExternalFile | GivenFile:
    """The signed contract beside the page: the last that was signed outside, or else D as it was brought."""
    return evidence.external[-1] if evidence.external else evidence.original


def check_apart(evidence: Evidence, contract: bytes | None, trust: Trust) -> Iterator[Finding]:
    """Whether statements and files name each other, and what the signed contract says when it is at hand."""
    faults = list(_chain_faults(evidence))
    yield from faults or ([good("apart.named", count=len(evidence.external))] if evidence.external else [])
    last = contract_of(evidence)
    if contract is None:
        yield missing("apart.contract_absent", sha256=last.sha256, length=last.length)
    elif len(contract) != last.length or sha256_hex(contract) != last.sha256:
        yield bad("apart.other_contract", sha256=last.sha256)
    elif not faults:
        yield good("apart.contract", sha256=last.sha256, length=last.length)
        yield from attempt(lambda: list(_check_contract(evidence, contract, trust)), "external.unreadable")


def unlisted(evidence: Evidence) -> Iterator[Finding]:
    """Whether every act that says it was made outside comes with its file: without one it proves nothing by it."""
    said = {act.sha256 for act in evidence.acts if "external" in act.statement or _factors(act) & OUTSIDE}
    if said != {file.statement for file in evidence.external}:
        yield bad("apart.incomplete")


def check_alone(data: bytes, trust: Trust) -> list[Finding]:
    """A PDF with signatures of people and without evidence: what they say by themselves. Raises what pyHanko raises."""
    signatures = signatures_of(data)
    found = [missing("evidence.absent"), missing("apart.page_absent")]
    for each in signatures:
        if not each.is_stamp:
            found += attempt(partial(_alone, each, trust), "holder.unreadable")
    return [*found, *attempt(lambda: list(signature_faults(signatures)), "external.unreadable")]


def _alone(signature: Signature, trust: Trust) -> list[Finding]:
    asked = Asked(trust, min(signature.claimed or trust.at, trust.at), trust.at)
    return list(certificate_findings(signature, asked))


def _chain_faults(evidence: Evidence) -> Iterator[Finding]:
    """Each file has its statement and its event, and was signed on the one before; nothing signed outside is left."""
    acts = {act.sha256: act for act in evidence.acts}
    if left_out := list(unlisted(evidence)):
        yield from left_out
        return
    recorded, base = Recorded(evidence.trail), evidence.original.sha256
    for file in evidence.external:
        act = acts[file.statement]
        outside = _outside(act)
        place = recorded.places.get(act.event, 0)
        told = recorded.events[place - 1]["data"].get("external_sha256") if place else None
        names_it = outside.get("file") == {"sha256": file.sha256, "length": file.length} and told == file.sha256
        if not names_it or outside.get("base") != base:
            yield bad("apart.other_file", name=name_of(act))
        base = file.sha256


def _check_contract(evidence: Evidence, contract: bytes, trust: Trust) -> Iterator[Finding]:
    original = evidence.original
    if sha256_hex(contract[: original.length]) != original.sha256:
        # Taken after people compared it page by page.
        yield missing("external.other_beginning")
    else:
        yield good("original.intact", length=original.length, sha256=original.sha256)
        if evidence.external:
            yield from check_updates(contract, length=original.length, pages=original.pages)[0]
    signatures = signatures_of(contract)
    yield from signature_faults(signatures)
    signed, before = [each for each in signatures if not each.is_stamp], named_before(evidence)
    expected = len(before) + len(evidence.external)
    if len(signed) != expected:
        yield bad("apart.signatures", found=len(signed), expected=expected)
        return
    yield from check_before(signed[: len(before)], before, trust)
    acts = {act.sha256: act for act in evidence.acts}
    for each, file in zip(signed[len(before) :], evidence.external, strict=True):
        yield from _check_signature(each, acts[file.statement], trust)


def _check_signature(signature: Signature, act: Act, trust: Trust) -> Iterator[Finding]:
    """Whether it is the certificate that S names, whose it is, and whether it was in force."""
    outside, name = _outside(act), name_of(act)
    certificate = sha256_hex(signature.certificate.dump())
    asked = Asked(trust, _moment(signature, outside, act), act.confirmed_at)
    if outside.get("certificate") != certificate:
        yield bad("apart.other_certificate", name=name)
        return
    kind = kind_of(signature, asked)
    if FACTORS[kind] not in _factors(act):
        yield bad("apart.other_kind", name=name)
    yield from certificate_findings(signature, asked)
    opened = {key: opening["value"] for key, opening in act.openings.items() if opening.get("value")}
    if "name" not in opened:
        return
    expected = Expected(opened["name"], opened.get("cpf", ""), _number_in(opened.get("on_behalf_of", "")))
    for finding in person_findings(signature, kind, expected):
        confirmed = finding.verdict is Verdict.MISSING and outside.get("decided_by") == BY_VENDOR
        yield good("apart.confirmed", name=name) if confirmed else finding


def _moment(signature: Signature, outside: Mapping[str, Any], act: Act) -> Any:
    """As of when the certificate must have been in force: when it says it signed, if that was before it was sent."""
    sent = moment_of(str(outside.get("uploaded_at")))
    return signature.claimed if signature.claimed is not None and signature.claimed <= sent else act.confirmed_at


def _outside(act: Act) -> Mapping[str, Any]:
    said = act.statement.get("external")
    return said if isinstance(said, dict) else {}


def _factors(act: Act) -> set[str]:
    said = act.statement.get("factors")
    return {factor for factor in said if isinstance(factor, str)} if isinstance(said, list) else set()


def _number_in(on_behalf_of: str) -> str:
    """The CNPJ of the company in whose name she signed, bare: S tells it in brackets behind the company's name."""
    written = on_behalf_of.rpartition("(")[2]
    return "".join(sign for sign in written if sign.isalnum()) if on_behalf_of.endswith(")") else ""
