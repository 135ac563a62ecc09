"""What a withdrawal gives back: what arrived for the sale itself, and for the amendments that fall with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aceite.core.proposals.models import Proposal
from aceite.core.receivables.expecting import owed_by
from aceite.core.receivables.wording import OwedInWords


@dataclass(frozen=True)
class Arrived(OwedInWords):
    """Money that came for one payment; `tie` names the amendment it was paid for, nothing for the sale itself."""

    tie: str = ""

    @property
    def paid_on(self) -> date:
        """When it was paid in full; of a part, when it was due."""
        return self.owed.settled_on or self.owed.due_on


def arrived_for(sale: Proposal, amendments: Iterable[Proposal], today: date) -> list[Arrived]:
    """What came for a sale and for these amendments of it, in the order of their plans."""
    own = [Arrived(owed) for owed in owed_by(sale, today)]
    hanging = [Arrived(owed, one.tie_words) for one in amendments for owed in owed_by(one, today)]
    return [one for one in (*own, *hanging) if one.owed.received]
