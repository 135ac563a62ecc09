"""A version made of what the customer chose: it may differ from the one before it only in what that one left open."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from aceite_verify.sums import adds_up, amount, line_total

OPTIONAL: Final = frozenset({"in", "out"})
# What follows from the choice, and the last valid day, which may have been extended since.
FOLLOWS: Final = frozenset({"version", "valid_until", "lines", "plan", "totals"})
OF_A_LINE: Final = frozenset({"choice", "quantity", "total"})
# A payment of another total is another amount, and nothing else: the vendor offered these dates and ways.
OF_A_PAYMENT: Final = frozenset({"amount"})

Record = Mapping[str, Any]


def within(before: Record, after: Record, sent: Record | None = None) -> bool:
    """Whether the offer `after` (M's "proposal") can be chosen of the offer `before`.

    `sent` is the offer of the vendor's that a row of choices began with, where `before` was chosen itself: a choice may
    take up again a payment that the one before it had left nothing for.
    """
    try:
        return _within(before, after, before if sent is None else sent)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        # Whatever has not the shape of an offer was never offered.
        return False


def _within(before: Record, after: Record, sent: Record) -> bool:
    if _without(before, FOLLOWS) != _without(after, FOLLOWS):
        return False
    lines, chosen = before["lines"], after["lines"]
    if not isinstance(lines, list) or not isinstance(chosen, list) or len(lines) != len(chosen):
        return False
    return (
        all(_picked(line, pick) for line, pick in zip(lines, chosen, strict=True))
        and amount(before["totals"], "freight") == amount(after["totals"], "freight")
        and _planned(sent, after)
        and adds_up(after)
    )


def _picked(line: Record, pick: Record) -> bool:
    if _without(line, OF_A_LINE) != _without(pick, OF_A_LINE):
        return False
    left_out = line["choice"] != pick["choice"]
    if left_out and not {line["choice"], pick["choice"]} <= OPTIONAL:
        return False
    wanted, usual = amount(pick, "quantity"), amount(line, "quantity")
    if wanted == usual:
        return amount(pick, "total") == amount(line, "total")
    return _offered(line, wanted) and amount(pick, "total") == line_total(line, wanted)


def _offered(line: Record, wanted: Decimal) -> bool:
    least, most, step = (Decimal(str(line[f"quantity_{name}"])) for name in ("least", "most", "step"))
    return least <= wanted <= most and not (wanted - least) % step


def _planned(sent: Record, after: Record) -> bool:
    """Whether every payment is one of those offered, each at most once."""
    offered = [_without(payment, OF_A_PAYMENT) for payment in sent.get("plan") or []]
    planned = [_without(payment, OF_A_PAYMENT) for payment in after.get("plan") or []]
    return all(each in offered and planned.count(each) == 1 for each in planned)


def _without(record: Record, names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}
