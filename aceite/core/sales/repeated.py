"""What is paid again and again by now: of an order together with those of its amendments that are orders too."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from aceite.core.proposals.changes import REPLACES
from aceite.core.proposals.drafts import DraftLine, lines_of
from aceite.core.proposals.dues import dues_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.recurring import MONTHS, Dues, next_due
from aceite.core.proposals.states import State


@dataclass(frozen=True)
class Repeated:
    """Its lines, when it falls due (None where nothing recurs), and how it is paid."""

    lines: tuple[DraftLine, ...]
    dues: Dues | None
    method: str

    @property
    def day(self) -> int:
        """The day of the month of its payments; 0 where there are none."""
        return self.dues.day or self.dues.first.day if self.dues else 0

    def next_after(self, today: date) -> date | None:
        """The first day on which all of it falls due together again, where that is not every month: begun in the month
        after an order, a quarter would be paid twice. None where the month after the order is as good as any."""
        step = max((MONTHS[line.recurs] for line in self.lines), default=1)
        return next_due(self.dues, step, today) if self.dues and step > 1 else None


def what_is_paid(original: Proposal) -> Repeated:
    """What the amendments approved so far left of it: each adds to it, or takes the place of all before."""
    found = _of(original)
    for amendment in _amendments(original):
        made = _of(amendment)
        if current_of(amendment).change.recurring == REPLACES or found.dues is None:
            found = made
        else:
            found = replace(found, lines=found.lines + made.lines)
    return found


def _amendments(original: Proposal) -> Iterator[Proposal]:
    for row in (
        Proposal.objects.amending(original.pk).filter(state=State.ORDER).with_sheet().order_by("approved_at", "pk")
    ):
        if not current_of(row).change.terminates:
            yield row


def _of(sale: Proposal) -> Repeated:
    version = current_of(sale)
    lines = tuple(line for line in lines_of(version) if line.recurs and line.priced().counts)
    return Repeated(lines, dues_of(sale), version.recurring_method)
