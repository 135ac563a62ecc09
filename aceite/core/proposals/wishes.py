"""A draft as it would be with what the customer asks for: the lines first, then the total, and the plan follows.

Of two wishes for the same thing the later counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from aceite.core.proposals.choosing import payments_of
from aceite.core.proposals.cleaning import totals_of
from aceite.core.proposals.counter_offers import Aspect
from aceite.core.proposals.drafts import Draft, DraftInstalment, DraftLine
from aceite.core.proposals.options import Limits
from aceite.core.proposals.pricing import BadPrice, Totals
from aceite.core.proposals.replanning import replan
from aceite.kit.money import CENT, HUNDRED, ZERO, cents
from aceite.kit.sentences import gettext_noop as _

# As the columns hold them.
LONGEST: Final = {Aspect.TERM: 120, Aspect.PAYMENT: 200, Aspect.DELIVERY: 120}
_LONGEST_NOTE: Final = 2000
# Rounding the adjustment of the way of paying may jump over a total: the nearest is looked for among so many.
_AROUND: Final = 3


@dataclass(frozen=True)
class Wish:
    """One point as the arithmetic takes it: see `counter_offers.Point`."""

    subject: str
    aspect: str
    amount: Decimal | None = None
    words: str = ""


@dataclass(frozen=True)
class Wished:
    """The draft with the wishes in it, what it comes to, and those that somebody has to put there by hand."""

    draft: Draft
    totals: Totals
    missed: tuple[Wish, ...]


def with_wishes(draft: Draft, wishes: Sequence[Wish]) -> Wished:
    """Puts each wish in its place. A total becomes a discount in reais; payments keep dates and proportions.

    Raises BadPrice, its place the subject of the wish that cannot be, or the path of the field.
    """
    missed = [wish for wish in wishes if wish.aspect == Aspect.PASSAGE]
    lines = [_line(line, _of(f"line/{line.key}", wishes), missed) for line in draft.lines]
    keys = {f"line/{line.key}" for line in draft.lines}
    missed += [wish for wish in wishes if wish.subject.startswith("line/") and wish.subject not in keys]
    after = replace(draft, lines=tuple(lines))
    for wish in wishes:
        if wish.aspect == Aspect.PAYMENT:
            after = _paid(after, wish, missed)
        if wish.aspect == Aspect.DELIVERY:
            after = replace(after, delivery_term=wish.words)
    totals_asked = [wish.amount for wish in wishes if wish.aspect == Aspect.TOTAL and wish.amount is not None]
    if totals_asked:
        after = _coming_to(after, totals_asked[-1])
    totals = totals_of(after)
    if totals.total != totals_of(draft).total:
        after = replace(after, instalments=_planned(after, totals.total))
    return Wished(after, totals, tuple(missed))


def _of(subject: str, wishes: Iterable[Wish]) -> list[Wish]:
    return [wish for wish in wishes if wish.subject == subject]


def _line(line: DraftLine, wishes: list[Wish], missed: list[Wish]) -> DraftLine:
    for wish in wishes:
        if wish.aspect == Aspect.QUANTITY and wish.amount is not None:
            line = _so_many(line, wish.amount)
        elif wish.aspect == Aspect.PRICE and wish.amount is not None:
            # What is asked for is the price after every discount of the line.
            line = replace(line, unit_price=wish.amount, discount_kind="", discount_value=ZERO)
        elif wish.words:
            noted = "\n".join(part for part in (line.note, wish.words) if part)
            if len(noted) > _LONGEST_NOTE:
                missed.append(wish)
            else:
                line = replace(line, note=noted)
    return line


def _paid(draft: Draft, wish: Wish, missed: list[Wish]) -> Draft:
    """The words of the payment where nothing else says how it is paid. Beside dates, amounts and a way of paying that
    is priced, other words would contradict what the same version binds: somebody has to set all of it."""
    ruled = draft.instalments or draft.adjustment_name or draft.adjustment_rate or draft.down_percent
    if ruled or any(line.recurs for line in draft.lines):
        missed.append(wish)
        return draft
    return replace(draft, payment_text=wish.words)


def _so_many(line: DraftLine, quantity: Decimal) -> DraftLine:
    after = replace(line, quantity=quantity)
    if line.limits.open and not line.limits.allow(quantity):
        # A quantity agreed upon outside of what was left to choose is fixed.
        free = Limits()
        return replace(after, quantity_least=free.least, quantity_most=free.most, quantity_step=free.step)
    return after


def _coming_to(draft: Draft, total: Decimal) -> Draft:
    """The same with the discount on the whole that makes it come to `total`, or as near as cents allow."""
    bare = replace(draft, discount_kind="", discount_value=ZERO)
    most = totals_of(bare)
    if total > most.total:
        raise BadPrice("total", _("O total pedido é maior que a soma dos itens. Peça um menor."))
    guess = cents((most.total - total) * HUNDRED / (HUNDRED + draft.adjustment_rate))
    near = [guess + CENT * step for step in range(-_AROUND, _AROUND + 1)]
    found = [(abs(made - total), off) for off in near if (made := _total_less(bare, off, most.subtotal)) is not None]
    if not found:
        raise BadPrice("total", _("O total pedido não cobre o frete. Peça um maior."))
    off = min(found)[1]
    return replace(bare, discount_kind="amount" if off else "", discount_value=off)


def _total_less(draft: Draft, off: Decimal, subtotal: Decimal) -> Decimal | None:
    if not ZERO <= off <= subtotal:
        return None
    return totals_of(replace(draft, discount_kind="amount", discount_value=off)).total


def _planned(draft: Draft, total: Decimal) -> tuple[DraftInstalment, ...]:
    planned = replan(payments_of(draft.instalments), total, draft.down_percent)
    return tuple(DraftInstalment(one.due_on, one.amount, one.method, down_payment=one.number == 0) for one in planned)
