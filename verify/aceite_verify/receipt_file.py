"""A receipt by itself (recibo.json), and what it says to the trail of a file or dossier.

The signer got it by mail at once. A trail that was written anew later contradicts it, whoever holds the server; what a
restored backup lost is told apart, as far as the trail itself explains it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from aceite_verify.acts import name_of
from aceite_verify.archive import ZIP, open_archive
from aceite_verify.canonical import RECEIPT_TAG, moment_of
from aceite_verify.dossier_index import NAME as INDEX
from aceite_verify.dossier_index import read_index
from aceite_verify.dossier_sale import act_of, trail_of
from aceite_verify.embedded import attached_evidence
from aceite_verify.evidence import Act, Key, read_evidence
from aceite_verify.findings import Finding, attempt, bad, good, missing
from aceite_verify.keys import certified_of, check_key, check_receipt
from aceite_verify.restored import Gap, explained_act
from aceite_verify.shape import LARGEST, Malformed, read_json
from aceite_verify.statements import false_openings, statement_hash
from aceite_verify.trail import check_trail
from aceite_verify.trust import Tree, Trust


@dataclass(frozen=True)
class HeldReceipt:
    """One as its holder has it: the act, the sale it belongs to, when it was prepared, and the key that signed."""

    act: Act
    sale: int
    prepared: datetime
    key: Key

    @property
    def issued(self) -> str:
        """When the installation signed it (RFC 3339, UTC)."""
        return self.act.receipt.at if self.act.receipt else ""


@dataclass(frozen=True)
class Beside:
    """The trail of a file or dossier, and the keys that come with it."""

    events: Sequence[Mapping[str, Any]]
    keys: Sequence[Key]


def read_receipt(raw: bytes) -> HeldReceipt:
    """Raises Malformed."""
    value = read_json(raw)
    if value["type"].text() != RECEIPT_TAG:
        raise Malformed("$.type: no receipt")
    said = value["statement"]
    return HeldReceipt(act_of(value), said["sale"].number(), said["at"].moment(), Key.of(value["key"]))


def check_receipt_file(raw: bytes, trust: Trust, *, beside: bytes | None = None) -> list[Finding]:
    """Whether a receipt holds by itself and, with a file or dossier beside it, whether the trail in that agrees."""
    try:
        held = read_receipt(raw)
    except Malformed as malformed:
        return [bad("receipt.malformed", place=malformed)]
    own = attempt(lambda: list(_check_alone(held, trust)), "receipt.unreadable")
    return own if beside is None else [*own, *attempt(lambda: list(_check_beside(held, beside)), "receipt.no_trail")]


def _check_alone(held: HeldReceipt, trust: Trust) -> Iterator[Finding]:
    act, name = held.act, name_of(held.act)
    if statement_hash(act.statement) != act.sha256:
        yield bad("statement.changed", name=name)
    for field in false_openings(act.statement, act.openings):
        yield bad("statement.opening_false", name=name, field=field)
    yield check_key(held.key, {root.dump() for root in trust.tree(Tree.INSTANCE).roots})
    yield check_receipt(act, certified_of([held.key]))


def _check_beside(held: HeldReceipt, data: bytes) -> Iterator[Finding]:
    beside = trail_beside(data)
    if beside is None:
        yield missing("receipt.no_trail", reason="evidence.json")
        return
    trail = check_trail(beside.events)
    yield from trail
    yield compared(held, beside)


def trail_beside(data: bytes) -> Beside | None:
    """The trail in a signed file or a dossier; None where there is none. Raises Malformed, BadArchive."""
    if data.startswith(ZIP):
        archive = open_archive(BytesIO(data))
        return Beside(*trail_of(archive, read_index(archive.read(INDEX, LARGEST))))
    attached = attached_evidence(data)
    if attached is None:
        return None
    evidence = read_evidence(attached.data)
    return Beside(evidence.trail, evidence.keys)


def compared(held: HeldReceipt, beside: Beside) -> Finding:
    """What a sound trail says to the receipt."""
    name, last = name_of(held.act), beside.events[-1]
    if last.get("chain") != f"sale/{held.sale}":
        return missing("receipt.other_sale", name=name)
    if held.key.issuer not in {key.issuer for key in beside.keys}:
        return bad("receipt.other_installation", name=name)
    event = next((event for event in beside.events if event["hash"] == held.act.event), None)
    if event is not None and event["data"].get("statement_sha256") == held.act.sha256:
        return good("receipt.in_trail", name=name, place=event.get("seq"))
    gap = _lost(held, beside.events)
    if gap is not None:
        return missing("receipt.later_than_copy", name=name, since=gap.since, until=gap.until)
    if event is None and held.prepared > moment_of(str(last.get("at"))):
        return missing("receipt.later_than_file", name=name, at=held.issued)
    return bad("receipt.contradicted", name=name, at=held.issued)


def _lost(held: HeldReceipt, events: Sequence[Mapping[str, Any]]) -> Gap | None:
    return explained_act(events, prepared=held.prepared, issued=moment_of(held.issued))
