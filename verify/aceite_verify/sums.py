"""What the lines of an offer add up to, by the rules that every sale is priced with: rounded half up to the cent, once.

Takes offers as M writes them, money and quantities as text. Raises ArithmeticError, KeyError, TypeError and ValueError
for what is none.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any, Final

ZERO: Final = Decimal("0.00")
_CENT: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)
# Quantity and price have 26 digits each: their product is rounded once, to the cent.
_DIGITS: Final = 60

Record = Mapping[str, Any]


def amount(record: Record, name: str) -> Decimal:
    """The number that stands there as text; none is zero, as in offers older than the field."""
    return Decimal(str(record.get(name, ZERO)))


def line_total(line: Record, quantity: Decimal) -> Decimal:
    """What so many of the line cost, less its own discount."""
    gross = _product(quantity, amount(line, "unit_price"))
    return gross - _discount(line, gross)


def adds_up(offer: Record) -> bool:
    """Whether the sums of the offer are those of the lines in it, and its payments those of the total."""
    totals, lines = offer["totals"], [line for line in offer["lines"] if line["choice"] != "out"]
    subtotal = sum((amount(line, "total") for line in lines if not line.get("recurs")), ZERO)
    off = _discount(offer, subtotal)
    base = subtotal - off + amount(totals, "freight")
    adjustment = _product(base, amount(offer, "adjustment_rate") / _HUNDRED)
    wanted = {"subtotal": subtotal, "discount": off, "adjustment": adjustment, "total": base + adjustment}
    paid = [amount(payment, "amount") for payment in offer.get("plan") or []]
    return (
        all(amount(totals, name) == value for name, value in wanted.items())
        and _gathered(totals.get("recurring") or [], "every", "amount") == _gathered(lines, "recurs", "total")
        and (not paid or sum(paid, ZERO) == wanted["total"])
    )


def _gathered(parts: Sequence[Record], every: str, worth: str) -> dict[tuple[str, int], Decimal]:
    """What recurs, by how often and for how long; without what comes to nothing."""
    sums: dict[tuple[str, int], Decimal] = {}
    for part in parts:
        if rhythm := part.get(every):
            key = (rhythm, int(part["periods"]))
            sums[key] = sums.get(key, ZERO) + amount(part, worth)
    return {key: value for key, value in sums.items() if value}


def _discount(record: Record, base: Decimal) -> Decimal:
    kind, value = record.get("discount_kind"), amount(record, "discount_value")
    if kind == "percent":
        return _product(base, value / _HUNDRED)
    return value.quantize(_CENT, ROUND_HALF_UP) if kind else ZERO


def _product(one: Decimal, other: Decimal) -> Decimal:
    with localcontext(prec=_DIGITS):
        return (one * other).quantize(_CENT, ROUND_HALF_UP)
