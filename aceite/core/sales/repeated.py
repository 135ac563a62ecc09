"""What is paid again and again by now: of an order together with those of its amendments that are orders too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from aceite.core.proposals.changes import REPLACES
from aceite.core.proposals.drafts import DraftLine, lines_of
from aceite.core.proposals.dues import dues_of, order_day
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.recurring import (
    MONTHS,
    Charge,
    Dues,
    Otherwise,
    Payment,
    asked_otherwise,
    charges,
    next_due,
    payments,
)
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

    def next_after(self, today: date) -> date | None:
        """The first day on which all of it falls due together again, where that is not every month: begun in the month
        after an order, a quarter would be paid twice. None where the month after the order is as good as any."""
        step = max((MONTHS[line.recurs] for line in self.lines), default=1)
        return next_due(self.dues, step, today) if self.dues and step > 1 else None


def what_is_paid(original: Proposal) -> Repeated:
    """What the amendments that are orders left of it: each adds to it, or takes the place of all before."""
    found = _of(original)
    for amendment in _amendments(original):
        made = _of(amendment)
        if current_of(amendment).change.recurring == REPLACES or found.dues is None:
            found = made
        else:
            found = replace(found, lines=found.lines + made.lines)
    return found


def asked(sale: Proposal, *, until: date, ends_on: date | None = None) -> list[Charge]:
    """What recurs of an order and is asked for up to `until`, and not after `ends_on`, in order.

    What takes the place of payments that fell due before its order asks for none of their months again.
    """
    dues = dues_of(sale)
    if dues is None:
        return []
    otherwise = _asked_before(sale)
    return charges(current_of(sale).recurs, dues, until=until, ends_on=ends_on, otherwise=otherwise)


def first_asked(sale: Proposal) -> date | None:
    """The first day on which what recurs of an order is asked for; None where nothing is."""
    dues, ordered = dues_of(sale), order_day(sale)
    if dues is None or ordered is None:
        return None
    # The longest rhythm is a year.
    found = asked(sale, until=add_months(max(dues.first, ordered), 2 * MONTHS["year"]))
    return found[0].due_on if found else None


def _asked_before(sale: Proposal) -> Otherwise:
    """The months asked for by payments that it takes the place of, and that fell due before it was an order."""
    ordered = order_day(sale)
    if ordered is None or not _begins_late(sale) or sale.amends is None:
        return {}
    fell: list[Payment] = []
    for earlier in (sale.amends, *_amendments(sale.amends, sale.approved_at)):
        last = min(ordered - timedelta(days=1), earlier.recurring_until or date.max)
        if (dues := dues_of(earlier)) is not None:
            fell += payments(current_of(earlier).recurs, dues, until=last, otherwise=_otherwise(earlier, dues, fell))
    dues = dues_of(sale)
    return _otherwise(sale, dues, fell) if dues else {}


def _otherwise(sale: Proposal, dues: Dues, before: Sequence[Payment]) -> Otherwise:
    ordered = order_day(sale)
    return asked_otherwise(current_of(sale).recurs, dues, before, ordered) if ordered and _begins_late(sale) else {}


def _begins_late(sale: Proposal) -> bool:
    """Whether it takes the place of others' payments from an agreed day that had passed when it became an order.

    Without an agreed day the first is due after the order anyhow.
    """
    version, ordered = current_of(sale), order_day(sale)
    agreed = version.recurring_first_due
    return bool(agreed and ordered and agreed < ordered) and version.change.recurring == REPLACES


def _amendments(original: Proposal, before: datetime | None = None) -> Iterator[Proposal]:
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
