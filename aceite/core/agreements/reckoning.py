"""How long a contract holds once its amendments are counted in. Pure: spans in, span out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from aceite.core.contracts.terms import Term, begins, span, told_from
from aceite.core.proposals.changes import Change


@dataclass(frozen=True)
class Made:
    """What was agreed in the original: its term, and the days from which it may count."""

    term: Term
    approved_on: date
    signed_on: date | None


@dataclass(frozen=True)
class Amended:
    """An amendment that holds, and the day on which it was approved."""

    change: Change
    approved_on: date

    @property
    def since(self) -> date:
        """From when it counts."""
        return self.change.effective_on or self.approved_on


@dataclass(frozen=True)
class Reckoned:
    """From when to when it holds; see `Agreement` for what each day means."""

    starts_on: date
    term_ends_on: date | None
    renews: bool
    ending_from: date | None
    last_on: date | None
    terminated: bool


def reckon(made: Made, amended: Sequence[Amended], noticed_last: date | None, today: date) -> Reckoned:
    """What holds on that day. `amended` are in their order, each later one over those before it; `noticed_last` is the
    last day by a termination that one side told of. The earliest end by termination counts."""
    first = begins(made.term, approved_on=made.approved_on, signed_on=made.signed_on)
    ends = [one.since for one in amended if one.change.terminates]
    ends += [noticed_last] if noticed_last else []
    term = _amended(made.term, [one.change for one in amended])
    # Once it ended nothing renews it: what would have held is asked of the day it ended on.
    held = span(term, first, min([today, *ends]))
    if ends and (held.last is None or term.renews or min(ends) <= held.last):
        last = min(ends)
        return Reckoned(first, last, False, min(last, today), last, True)
    ending_from = told_from(term, held.last) if held.last else None
    return Reckoned(first, held.last, term.renews, ending_from, None if term.renews else held.last, False)


def recurring_until(
    reckoned: Sequence[Reckoned], replaced_from: date | None, ended_on: date | None = None, *, endless: bool
) -> date | None:
    """The last day on which something recurring of the sale may fall due; None as long as nothing ends it.

    A termination ends it, one by agreement (`ended_on`) whatever else holds, and what takes its place the day before.
    The mere end of the term ends only what has no number of payments: the last of twelve may come after a year.
    """
    ends = [one.last_on for one in reckoned if one.last_on and (one.terminated or endless)]
    found = [max(ends)] if reckoned and len(ends) == len(reckoned) else []
    if replaced_from is not None:
        found.append(replaced_from - timedelta(days=1))
    if ended_on is not None:
        found.append(ended_on)
    return min(found, default=None)


def replaced_from(first: date | None, agreed: date | None, since: date | None, ordered: date) -> date:
    """From when an amendment's payments stand in the place of those before it: `first` is the first of its own that
    is asked for, None where nothing recurs in it, and it became an order on that day.

    Each month is asked for once, on whichever days the two fall due: the one in which its own begin is its own, also
    what falls due earlier in it. Where the first day was `agreed`, nothing of before is owed from the day on which
    the amendment counts (`since`), be its own due later; what fell due before the order stays owed. Of months of
    before that day only what fell due by then was asked for in its stead.
    """
    if agreed and agreed < ordered:
        return ordered
    counts = max(since or ordered, ordered)
    if first is None:
        return counts
    month = first.replace(day=1)
    return min(month, counts) if agreed and since else month


def _amended(term: Term, changes: Sequence[Change]) -> Term:
    for change in changes:
        if change.ends == "open":
            term = replace(term, starts=term.starts or "approval", ends="open", end_on=None, renewal="none")
        elif change.ends == "date" and change.ends_on:
            term = replace(term, starts=term.starts or "approval", ends="date", end_on=change.ends_on, months=0)
    return term
