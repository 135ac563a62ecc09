"""A pass with which a member of the vendor looks at the customer's panel for a while: signed, stored nowhere."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from django.core import signing

_SALT: Final = "aceite.preview"
HOLDS: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class PreviewPass:
    """Who may look at which version of which sale; ids only."""

    company_id: int
    proposal_id: int
    version_id: int
    member_id: int


def preview_pass(what: PreviewPass) -> str:
    """The pass as it stands in an address; good for 15 minutes."""
    return signing.dumps(asdict(what), salt=_SALT)


def read_preview_pass(text: str) -> PreviewPass | None:
    """What the pass opens; None when it is none of ours, was changed, or its time is over."""
    try:
        return PreviewPass(**signing.loads(text, salt=_SALT, max_age=HOLDS))
    except (signing.BadSignature, TypeError):
        return None
