"""Does at once what the worker does in two steps: draws up the day's anchor and keeps it, asking no time authority."""

from datetime import datetime

from aceite.core.signatures.anchoring import draft_anchor, keep_anchor
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Anchor
from aceite.kit.sealing.stamps import NO_AUTHORITY


def anchor_trail(company_id: int, *, by: Actor, at: datetime) -> Anchor | None:
    """The anchor; None when nothing has happened since the last one. Raises NotAllowed."""
    draft = draft_anchor(company_id, at=at)
    return keep_anchor(draft, NO_AUTHORITY, by=by, at=at) if draft else None
