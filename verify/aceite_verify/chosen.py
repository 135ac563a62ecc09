"""A version made of what the customer chose: it may differ from the one before it only in what that one left open."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

OPTIONAL: Final = frozenset({"in", "out"})
# What follows from the choice, and the last valid day, which may have been extended since.
FOLLOWS: Final = frozenset({"version", "valid_until", "lines", "plan", "totals", "recurring"})
OF_A_LINE: Final = frozenset({"choice", "quantity", "total"})


def within(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether the offer `after` (M's "proposal") can be chosen of the offer `before`."""
    if _without(before, FOLLOWS) != _without(after, FOLLOWS):
        return False
    lines, chosen = before.get("lines"), after.get("lines")
    if not isinstance(lines, list) or not isinstance(chosen, list) or len(lines) != len(chosen):
        return False
    return all(_picked(line, pick) for line, pick in zip(lines, chosen, strict=True))


def _picked(line: Mapping[str, Any], pick: Mapping[str, Any]) -> bool:
    if _without(line, OF_A_LINE) != _without(pick, OF_A_LINE):
        return False
    left_out = line.get("choice") != pick.get("choice")
    if left_out and not {line.get("choice"), pick.get("choice")} <= OPTIONAL:
        return False
    return line.get("quantity") == pick.get("quantity") or _offered(line, pick.get("quantity"))


def _offered(line: Mapping[str, Any], quantity: Any) -> bool:
    try:
        least, most, step = (Decimal(str(line[f"quantity_{name}"])) for name in ("least", "most", "step"))
        wanted, usual = Decimal(str(quantity)), Decimal(str(line["quantity"]))
        return wanted == usual or (least <= wanted <= most and not (wanted - least) % step)
    except (KeyError, InvalidOperation):
        return False


def _without(record: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}
