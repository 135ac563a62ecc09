"""E of TRUST.md: everything that proves one file, as one canonical JSON that is attached to it.

It depends on recorded facts alone, so that the same acts give the same bytes whenever it is made.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from aceite.core.documents.models import Document
from aceite.core.signatures.agreed_terms import kept_terms
from aceite.core.signatures.anchoring import anchored_json
from aceite.core.signatures.assertions import as_evidence
from aceite.core.signatures.models import InstanceKey, Receipt, Statement
from aceite.core.signatures.receipts import receipt_of
from aceite.core.trail.anchors import Proof, proofs_of
from aceite.core.trail.models import Event
from aceite.kit.hashing import canonical, rfc3339

TYPE: Final = "aceite.evidence.v1"
NAME: Final = "evidence.json"


@dataclass(frozen=True)
class Proven:
    """What the evidence is about: D or P, the code printed on it, M and b, and the event that completed it."""

    kind: Literal["contract", "approval", "rescission"]
    original: Document
    code: str
    manifest: str
    bundle_sha256: str
    completed: Event


@dataclass(frozen=True)
class Apart:
    """A PDF signed outside that counts, and the statement of its signer; they stand in the order of their signing."""

    file: Document
    statement: Statement

    def as_evidence(self) -> dict[str, Any]:
        """How the evidence names it."""
        file = self.file
        told = {"sha256": file.sha256, "length": file.size, "pages": file.pages}
        return {**told, "statement": self.statement.sha256}


def evidence_of(proven: Proven, statements: Sequence[Statement], *, apart: Sequence[Apart] = (), at: datetime) -> bytes:
    """E for these confirmed statements of one sale. Receipts that are not issued yet are issued, dated `at`.

    `apart` are the PDFs signed outside: E then stands in a file of its own, beside the last of them.
    """
    last = proven.completed
    events = list(Event.objects.of_chain(last.company_id, last.chain).filter(seq__lte=last.seq))
    acts = [_act(statement, events, at) for statement in statements]
    anchors = _anchors(last)
    keys = {receipt.key.key_id: receipt.key for _told, receipt in acts}
    keys |= {key.key_id: key for key in InstanceKey.objects.filter(key_id__in=[a.anchor.key_id for a in anchors])}
    file = proven.original
    content = {
        "type": TYPE,
        "kind": proven.kind,
        "original": {"sha256": file.sha256, "length": file.size, "pages": file.pages, "code": proven.code},
        "bundle": {"sha256": proven.bundle_sha256, "manifest": json.loads(proven.manifest)},
        "statements": [told for told, _receipt in acts],
        "consents": _consents(last.company_id, statements),
        "trail": [{**event.content(), "hash": event.hash} for event in events],
        "anchors": [anchored_json(proof.anchor, proof.stamp, leaf=proof.leaf, path=proof.path) for proof in anchors],
        "keys": [keys[key_id].as_evidence() for key_id in sorted(keys)],
        **({"external": [each.as_evidence() for each in apart]} if apart else {}),
    }
    return canonical(content)


def _anchors(last: Event) -> list[Proof]:
    """The newest anchor of the chain from before its completion: later ones would change what is made again."""
    before = [proof for proof in proofs_of(last.company_id, last.chain) if proof.anchor.at <= last.at]
    return [replace(proof, stamp=proof.stamp if proof.stamped_by(last.at) else None) for proof in before[-1:]]


def _act(statement: Statement, events: Sequence[Event], at: datetime) -> tuple[dict[str, Any], Receipt]:
    recorded = next(event for event in events if event.data.get("statement_sha256") == statement.sha256)
    receipt = receipt_of(statement, recorded, at=at)
    assert statement.confirmed_at is not None
    told = {
        "sha256": statement.sha256,
        "statement": statement.content(),
        "openings": statement.openings,
        "confirmed_at": rfc3339(statement.confirmed_at),
        "event": recorded.hash,
        "receipt": {
            "signature": receipt.signature,
            "at": rfc3339(receipt.issued_at),
            "key": receipt.key.key_id,
        },
        "assertion": as_evidence(statement.assertion) if statement.assertion else None,
    }
    return told, receipt


def _consents(company_id: int, statements: Sequence[Statement]) -> dict[str, dict[str, Any]]:
    agreed = sorted({str(statement.content()["consent"]) for statement in statements})
    return {sha256: consent.content() for sha256, consent in kept_terms(company_id, agreed).items()}
