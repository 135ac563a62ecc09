"""An anchor that somebody kept (ancora.json), and whether the anchors of a dossier are still the same.

The owners get one a day by mail. Whoever writes the trail anew can make all anchors of his database anew
too; the one in a mailbox then contradicts them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from aceite_verify.anchor_faults import stamp_finding
from aceite_verify.anchored import Anchored
from aceite_verify.anchors import anchor_hash, anchor_text
from aceite_verify.archive import ZIP, open_archive
from aceite_verify.canonical import moment_of
from aceite_verify.dossier_index import NAME as INDEX
from aceite_verify.dossier_index import read_index
from aceite_verify.dossier_sale import Events, trail_of
from aceite_verify.evidence import Key
from aceite_verify.findings import Finding, attempt, bad, good, missing
from aceite_verify.keys import certified_of
from aceite_verify.receipts import receipt_holds
from aceite_verify.restored import explained
from aceite_verify.shape import LARGEST, Malformed, read_json
from aceite_verify.trust import Trust


@dataclass(frozen=True)
class Beside:
    """The anchors of a dossier, its trail, and the keys that come with it."""

    anchors: Sequence[Anchored]
    events: Events
    keys: Sequence[Key]


def check_anchor_file(raw: bytes, trust: Trust, *, beside: bytes | None = None) -> list[Finding]:
    """Whether an anchor is whole and, with a dossier beside it, whether the dossier's anchors agree."""
    try:
        kept = Anchored.of(read_json(raw))
    except Malformed:
        return [bad("anchor.malformed", number="—")]
    if anchor_hash(kept.anchor) != kept.sha256:
        return [bad("anchor.changed", number=kept.seq)]
    own = [good("anchor.whole", number=kept.seq, at=kept.at, sha256=kept.sha256), *stamp_finding(kept, trust)]
    if beside is None or not beside.startswith(ZIP):
        return [*own, missing("anchor.alone", number=kept.seq)]
    return [*own, *attempt(lambda: list(_check_beside(kept, beside)), "anchor.unreadable")]


def _check_beside(kept: Anchored, data: bytes) -> Iterator[Finding]:
    beside = _anchors_in(data)
    key = certified_of(beside.keys).get(kept.key)
    if key is not None and not receipt_holds(kept.signature, anchor_text(kept.anchor), key=key.key):
        yield bad("anchor.false", number=kept.seq)
        return
    company = kept.anchor.get("company")
    same = [each for each in beside.anchors if (each.seq, each.anchor.get("company")) == (kept.seq, company)]
    if not same:
        yield missing("anchor.not_in_dossier", number=kept.seq)
    elif same[0].sha256 == kept.sha256:
        yield good("anchor.same", number=kept.seq, at=kept.at)
    elif gap := explained(beside.events, moment_of(kept.at)):
        # Of a restored trail the anchors begin anew where the copy ended.
        yield missing("anchor.later_than_copy", number=kept.seq, since=gap.since, until=gap.until)
    else:
        yield bad("anchor.contradicted", number=kept.seq, at=kept.at)


def _anchors_in(data: bytes) -> Beside:
    archive = open_archive(BytesIO(data))
    index = read_index(archive.read(INDEX, LARGEST))

    anchors = [Anchored.of(read_json(archive.read(file.path, LARGEST))) for file in index.of_kind("anchor")]
    return Beside(anchors, *trail_of(archive, index))
