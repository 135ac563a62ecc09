"""Once a day the heads of all of a company's chains become one anchor, signed, stamped, kept and mailed.

A chain alone shows neither a cut tail nor one written anew from its start; what somebody else holds does.
"""

import base64
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from aceite.core.rows.inserting import insert, insert_all
from aceite.core.signatures.keys import standing_seal
from aceite.core.trail.actors import Actor
from aceite.core.trail.anchors import ANCHORED, grown, heads_at, heads_now, newest_anchor, previous_of, says_something
from aceite.core.trail.models import Anchor, AnchoredHead, AnchorStamp
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.hashing import canonical
from aceite.kit.sealing.timestamps import Stamp, TimeAuthorities
from aceite_verify.anchored import TYPE
from aceite_verify.anchors import Leaf, Step, anchor_hash, anchor_text, root_of

VERB: Final = "trail.anchor"


def anchor_trail(
    company_id: int, *, authorities: TimeAuthorities | None = None, by: Actor, at: datetime
) -> Anchor | None:
    """Anchors the company's chains as they stand; None when nothing has happened since the last anchor.

    The time authorities are asked before anything is written; without an answer the anchor stands without a stamp.
    Two workers at once: the database refuses the second, whose job finds nothing to do when it is tried again.
    Raises NotAllowed.
    """
    _require_system(company_id, by)
    last = newest_anchor(company_id)
    before, now = heads_at(last) if last else [], heads_now(company_id)
    fresh = grown(now, before)
    if not says_something(fresh, before, company_id):
        return None
    made = _made(company_id, last, now, at)
    stamp = _stamp(made, authorities, at)
    with transaction.atomic():
        insert(made)
        insert_all([_head(made, leaf) for leaf in fresh])
        if stamp is not None:
            insert(_stamp_row(made, stamp))
        data = {"anchor": made.seq, "anchor_sha256": made.hash, "chains": made.count}
        record(ANCHORED, by=by, at=at, data=data)
    return made


def stamp_anchor(anchor: Anchor, *, authorities: TimeAuthorities, by: Actor, at: datetime) -> AnchorStamp | None:
    """Asks again for the stamp of an anchor that has none; None when no authority answers. Raises NotAllowed."""
    _require_system(anchor.company_id, by)
    found = AnchorStamp.objects.filter(company_id=anchor.company_id, anchor_seq=anchor.seq).first()
    stamp = None if found else _stamp(anchor, authorities, at)
    if stamp is None:
        return found
    row = _stamp_row(anchor, stamp)
    insert(row)
    return row


def anchored_json(anchor: Anchor, stamp: AnchorStamp | None, *, leaf: Leaf | None = None, path: Any = ()) -> Any:
    """How files carry an anchor; with a leaf and its way to the root it is the proof of one chain."""
    steps: list[Step] = list(path)
    return {
        "type": TYPE,
        "anchor": anchor.content(),
        "sha256": anchor.hash,
        "signature": anchor.signature,
        "key": anchor.key_id,
        "leaf": leaf.as_json() if leaf else None,
        "path": [step.as_json() for step in steps],
        "stamp": base64.b64encode(stamp.token).decode() if stamp else None,
    }


def anchor_file(anchor: Anchor) -> bytes:
    """What the owners are mailed, as canonical JSON: whoever holds it can tell a trail that was rewritten since."""
    stamp = AnchorStamp.objects.filter(company_id=anchor.company_id, anchor_seq=anchor.seq).first()
    return canonical(anchored_json(anchor, stamp))


def _made(company_id: int, last: Anchor | None, leaves: list[Leaf], at: datetime) -> Anchor:
    seal = standing_seal(at=at)
    seq, previous = previous_of(last)
    made = Anchor(company_id=company_id, seq=seq, at=at, count=len(leaves), root=root_of(leaves), previous=previous)
    made.hash, made.key_id = anchor_hash(made.content()), seal.row.key_id
    signed = seal.private_key.sign(anchor_text(made.content()), ec.ECDSA(hashes.SHA256()))
    made.signature = base64.b64encode(signed).decode()
    return made


def _head(anchor: Anchor, leaf: Leaf) -> AnchoredHead:
    return AnchoredHead(
        company_id=anchor.company_id, chain=leaf.chain, anchor_seq=anchor.seq, seq=leaf.seq, head=leaf.head
    )


def _stamp(anchor: Anchor, authorities: TimeAuthorities | None, at: datetime) -> Stamp | None:
    got = authorities.stamp(bytes.fromhex(anchor.hash), at) if authorities else None
    return got if isinstance(got, Stamp) else None


def _stamp_row(anchor: Anchor, stamp: Stamp) -> AnchorStamp:
    return AnchorStamp(
        company_id=anchor.company_id,
        anchor_seq=anchor.seq,
        token=stamp.token,
        time=stamp.time,
        authority=stamp.authority,
    )


def _require_system(company_id: int, by: Actor) -> None:
    if by.company_id != company_id or by.kind != "system" or not by.may(VERB):
        raise NotAllowed
