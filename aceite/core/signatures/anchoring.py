"""Once a day the heads of all of a company's chains become one anchor, signed, stamped, kept and mailed.

A chain alone shows neither a cut tail nor one written anew from its start; what somebody else holds does.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from aceite.core.rows.inserting import insert, insert_all
from aceite.core.signatures.authorities import time_authorities
from aceite.core.signatures.keys import standing_seal
from aceite.core.trail.actors import Actor
from aceite.core.trail.anchors import (
    ANCHORED,
    LOT,
    grown_since,
    newest_anchor,
    previous_of,
    says_something,
    with_what_has_grown,
)
from aceite.core.trail.models import Anchor, AnchoredHead, AnchorStamp
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.hashing import canonical
from aceite.kit.sealing.stamps import NO_AUTHORITY, NoStamp, Stamp
from aceite_verify.anchored import TYPE
from aceite_verify.anchors import Leaf, Step, anchor_hash, anchor_text, root_in_order

VERB: Final = "trail.anchor"


@dataclass(frozen=True)
class Draft:
    """An anchor not yet kept, and the chains that have grown since the last one."""

    anchor: Anchor
    grown: Sequence[Leaf]


def draft_anchor(company_id: int, *, at: datetime) -> Draft | None:
    """The company's chains as they stand, signed; None when nothing has happened since the last anchor."""
    last = newest_anchor(company_id)
    grown = grown_since(last, company_id)
    return Draft(_made(company_id, last, grown, at), list(grown)) if says_something(grown, company_id) else None


def keep_anchor(draft: Draft, stamp: Stamp | NoStamp, *, by: Actor, at: datetime) -> Anchor:
    """Keeps a draft with the stamp it got, if any; the event is what mails it.

    Of two workers with the same draft the database refuses the second, who then finds nothing to do. Raises NotAllowed.
    """
    made = draft.anchor
    _require_system(made.company_id, by)
    with transaction.atomic():
        insert(made)
        for place in range(0, len(draft.grown), LOT):
            insert_all([_head(made, leaf) for leaf in draft.grown[place : place + LOT]])
        if isinstance(stamp, Stamp):
            insert(_stamp_row(made, stamp))
        data = {"anchor": made.seq, "anchor_sha256": made.hash, "chains": made.count}
        record(ANCHORED, by=by, at=at, data=data)
    return made


def stamp_for(anchor: Anchor, *, at: datetime) -> Stamp | NoStamp:
    """Asks the configured time authorities; asks the database nothing."""
    authorities = time_authorities()
    return authorities.stamp(bytes.fromhex(anchor.hash), at) if authorities else NO_AUTHORITY


def keep_stamp(anchor: Anchor, stamp: Stamp | NoStamp, *, by: Actor) -> None:
    """Keeps a stamp that came later; the first one stays. Raises NotAllowed."""
    _require_system(anchor.company_id, by)
    held = AnchorStamp.objects.filter(company_id=anchor.company_id, anchor_seq=anchor.seq)
    if isinstance(stamp, Stamp) and not held.exists():
        insert(_stamp_row(anchor, stamp))


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


def _made(company_id: int, last: Anchor | None, grown: Mapping[Leaf, int], at: datetime) -> Anchor:
    seal = standing_seal(at=at)
    seq, previous = previous_of(last)
    places = count()
    root = root_in_order(leaf for leaf, _place in zip(with_what_has_grown(last, grown), places, strict=False))
    made = Anchor(company_id=company_id, seq=seq, at=at, count=next(places), root=root, previous=previous)
    made.hash, made.key_id = anchor_hash(made.content()), seal.row.key_id
    signed = seal.private_key.sign(anchor_text(made.content()), ec.ECDSA(hashes.SHA256()))
    made.signature = base64.b64encode(signed).decode()
    return made


def _head(anchor: Anchor, leaf: Leaf) -> AnchoredHead:
    return AnchoredHead(
        company_id=anchor.company_id, chain=leaf.chain, anchor_seq=anchor.seq, seq=leaf.seq, head=leaf.head
    )


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
