"""What is paid again and again by now: of an order together with those of its amendments that are orders too."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from aceite.core.proposals.changes import REPLACES
from aceite.core.proposals.drafts import DraftLine, lines_of
from aceite.core.proposals.dues import dues_of, order_day
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.recurring import MONTHS, Charge, Dues, charges, next_due, taken_over_from
from aceite.core.proposals.states import State
from aceite.kit.brazil import add_months


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

    @property
    def often(self) -> int:
        """Months from one of its payments to the next."""
        return min((MONTHS[line.recurs] for line in self.lines), default=1)

    def next_after(self, today: date) -> date | None:
        """The first day on which all of it falls due together again, where that is not every month: begun in the month
        after an order, a quarter would be paid twice. None where the month after the order is as good as any."""
        step = max((MONTHS[line.recurs] for line in self.lines), default=1)
        return next_due(self.dues, step, today) if self.dues and step > 1 else None


def what_is_paid(original: Proposal, before: datetime | None = None) -> Repeated:
    """What the amendments approved so far (or before that moment) left of it: each adds to it, or takes the place of
    all before."""
    found = _of(original)
    for amendment in _amendments(original, before):
        made = _of(amendment)
        if current_of(amendment).change.recurring == REPLACES or found.dues is None:
            found = made
        else:
            found = replace(found, lines=found.lines + made.lines)
    return found


def asked(sale: Proposal, *, until: date, ends_on: date | None = None) -> list[Charge]:
    """What recurs of an order and is asked for up to `until`, and not after `ends_on`, in order.

    What takes the place of payments that fell due before its order asks for none of those times again.
    """
    dues = dues_of(sale)
    if dues is None:
        return []
    return charges(current_of(sale).recurs, dues, until=until, since=_taken_over_from(sale), ends_on=ends_on)


def first_asked(sale: Proposal) -> date | None:
    """The first day on which what recurs of an order is asked for; None where nothing is."""
    dues, ordered = dues_of(sale), order_day(sale)
    if dues is None or ordered is None:
        return None
    # The longest rhythm is a year.
    found = asked(sale, until=add_months(max(dues.first, ordered), 2 * MONTHS["year"]))
    return found[0].due_on if found else None


def _taken_over_from(sale: Proposal) -> date | None:
    version, ordered = current_of(sale), order_day(sale)
    agreed = version.recurring_first_due
    # Without an agreed day the first is due after the order anyhow.
    if ordered is None or agreed is None or agreed >= ordered or version.change.recurring != REPLACES:
        return None
    before = what_is_paid(sale.amends, sale.approved_at) if sale.amends else None
    return taken_over_from(before.dues, before.often, ordered) if before and before.dues else None


def _amendments(original: Proposal, before: datetime | None) -> Iterator[Proposal]:
    rows = Proposal.objects.amending(original.pk).filter(state=State.ORDER)
    if before is not None:
        rows = rows.filter(approved_at__lt=before)
    for row in rows.with_sheet().order_by("approved_at", "pk"):
        if not current_of(row).change.terminates:
            yield row


def _of(sale: Proposal) -> Repeated:
    version = current_of(sale)
    lines = tuple(line for line in lines_of(version) if line.recurs and line.priced().counts)
    return Repeated(lines, dues_of(sale), version.recurring_method)
