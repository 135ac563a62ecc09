"""An anchor that somebody brings, as the one from a mail: it stands here, was lost with a backup, or contradicts us."""

from aceite.core.signatures.bringing import Standing
from aceite.core.signatures.models import InstanceKey
from aceite.core.trail.models import Anchor, Event
from aceite_verify.anchored import Anchored
from aceite_verify.anchors import anchor_hash, anchor_text
from aceite_verify.canonical import moment_of
from aceite_verify.receipts import receipt_holds, receipt_key
from aceite_verify.restored import explained


def standing_of_anchor(kept: Anchored) -> Standing:
    """What this database says to it. The caller sees every company's rows."""
    if not _is_ours(kept):
        return Standing.FALSE
    company = int(kept.anchor["company"])
    here = Anchor.objects.filter(company_id=company, seq=kept.seq).first()
    if here is not None and here.content() == dict(kept.anchor):
        return Standing.KNOWN
    events = [{**event.content(), "hash": event.hash} for event in Event.objects.of_chain(company, "company")]
    return Standing.LATER if explained(events, moment_of(kept.at)) else Standing.MISSING


def _is_ours(kept: Anchored) -> bool:
    key = InstanceKey.objects.filter(key_id=kept.key).first()
    if key is None or anchor_hash(kept.anchor) != kept.sha256:
        return False
    return receipt_holds(kept.signature, anchor_text(kept.anchor), key=receipt_key(key.public_key))
