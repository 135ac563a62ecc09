"""The vendor's member who looks at the panel by a pass."""

from dataclasses import dataclass
from typing import ClassVar, Final

_LOOKING: Final = frozenset({"panel.see", "price.see", "invoice.see"})


@dataclass(frozen=True)
class Onlooker:
    """A member of the vendor who looks at the panel by a pass: she may read and do nothing else."""

    company_id: int
    actor_id: int
    version_id: int
    kind: ClassVar[str] = "preview"

    def may(self, verb: str) -> bool:
        """Only to look, at all there is."""
        return verb in _LOOKING
