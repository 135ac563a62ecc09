"""The payment plan of an offer whose total has changed: the same dates and ways, by the rule it was made with."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from aceite.core.proposals.pricing import BadPrice, Payment
from aceite.kit.money import ZERO, percent_of, split_evenly, spread
from aceite.kit.sentences import gettext_noop as _


def replan(payments: Sequence[Payment], total: Decimal, down_percent: Decimal = ZERO) -> list[Payment]:
    """The same payments over another total, in cents; they add up to it.

    A down payment that was `down_percent` of the old total is so of the new one, any other keeps its amount. Equal
    parts stay equal, the first taking the difference; others keep their proportion. What a smaller total leaves nothing
    for falls away. Raises BadPrice where a part would come to nothing.
    """
    if not payments:
        return []
    down = next((payment for payment in payments if payment.number == 0), None)
    parts = [payment for payment in payments if payment.number]
    ahead = _ahead(payments, down, total, down_percent) if down and parts else (total if down else ZERO)
    amounts = _over([part.amount for part in parts], total - ahead)
    kept = [replace(down, amount=ahead)] if down and ahead else []
    return kept + [replace(part, amount=amount) for part, amount in zip(parts, amounts, strict=False)]


def _ahead(payments: Sequence[Payment], down: Payment, total: Decimal, percent: Decimal) -> Decimal:
    before = sum((payment.amount for payment in payments), ZERO)
    if percent and down.amount == percent_of(before, percent):
        return percent_of(total, percent)
    return min(down.amount, total)


def _over(amounts: Sequence[Decimal], rest: Decimal) -> list[Decimal]:
    if not rest or not amounts:
        return []
    even = list(amounts) == split_evenly(sum(amounts, ZERO), len(amounts))
    made = split_evenly(rest, len(amounts)) if even else spread(rest, amounts)
    if min(made) <= 0:
        raise BadPrice("instalments", _("O total fica pequeno demais para as parcelas desta proposta."))
    return made
