"""A draft as it would be after a choice of the customer: other lines count, and everything else follows from that."""

from collections.abc import Sequence
from dataclasses import replace

from aceite.core.proposals.cleaning import CleanDraft, totals_of
from aceite.core.proposals.drafts import Draft, DraftInstalment
from aceite.core.proposals.options import BadChoice, Picks, checked, choice_after
from aceite.core.proposals.pricing import Payment
from aceite.core.proposals.replanning import replan
from aceite.kit.sentences import gettext_noop as _


def chosen_draft(draft: Draft, picks: Picks, plan: Sequence[DraftInstalment]) -> CleanDraft:
    """The offer with these picks, priced by the rules it was made with: discount, freight, adjustment, payment plan.

    `plan` is the vendor's own, also where the offer stands as somebody chose it: a payment that fell away with a line
    comes back with it.

    Raises BadChoice for what was not offered, and BadPrice where nothing can be sold so.
    """
    changed = checked(draft.lines, picks)
    lines = tuple(
        replace(line, choice=choice_after(line, pick), quantity=pick.quantity)
        if (pick := changed.get(line.key))
        else line
        for line in draft.lines
    )
    after = replace(draft, lines=lines)
    totals = totals_of(after)
    if totals.value <= 0:
        raise BadChoice("", _("Escolha pelo menos um item: o total ficaria zerado."))
    planned = replan(payments_of(plan), totals.total, draft.down_percent)
    return CleanDraft(replace(after, instalments=tuple(map(_instalment, planned))), 0, totals)


def payments_of(instalments: Sequence[DraftInstalment]) -> list[Payment]:
    """The plan as the arithmetic takes it: number 0 is the down payment."""
    ordered = sorted(instalments, key=lambda each: not each.down_payment)
    first = 0 if ordered and ordered[0].down_payment else 1
    return [Payment(first + at, each.due_on, each.amount, each.method) for at, each in enumerate(ordered)]


def _instalment(payment: Payment) -> DraftInstalment:
    return DraftInstalment(payment.due_on, payment.amount, payment.method, down_payment=payment.number == 0)
