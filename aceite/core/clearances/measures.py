"""What a draft gives away, measured; and which of a company's limits that passes. Decimals in, percentages out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Any, Final

from aceite.kit.money import DIGITS, HUNDRED, ZERO, product

_PLACES: Final = Decimal("0.0001")


class Measure(StrEnum):
    """What a rule looks at."""

    DISCOUNT = "discount"
    LINE_DISCOUNT = "line_discount"
    TOTAL = "total"
    MARGIN = "margin"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Offered:
    """One line: `total` in cents after its own discount; price in the list and cost per unit where the catalogue knows
    them. One that `recurs` says what a period of it comes to, and counts for so many `periods`."""

    quantity: Decimal
    unit_price: Decimal
    total: Decimal
    list_price: Decimal | None = None
    cost: Decimal | None = None
    recurs: bool = False
    periods: int = 1

    @property
    def list_total(self) -> Decimal:
        """What `total` would be by the list; by its own price where no list has it."""
        return product(self.quantity, self.unit_price if self.list_price is None else self.list_price)

    @property
    def listed(self) -> Decimal:
        """The same for all the periods that count."""
        return self.list_total * self.periods

    @property
    def sold(self) -> Decimal:
        """What the line comes to, in all the periods that count."""
        return self.total * self.periods

    @property
    def spent(self) -> Decimal:
        """What it costs the company, in all the periods that count; nothing where nobody knows."""
        return product(self.quantity, self.cost or ZERO) * self.periods


@dataclass(frozen=True, slots=True)
class Offer:
    """A whole draft. `discount` is taken off the total; `adjustment` is what the way of paying adds (or takes off, when
    negative); `total` is what the customer pays, freight included."""

    lines: Sequence[Offered]
    discount: Decimal
    adjustment: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Measured:
    """Percentages with four places. `margin` is None where no line has a known cost; `without_cost` counts those that
    have none."""

    discount: Decimal
    line_discount: Decimal
    total: Decimal
    margin: Decimal | None
    without_cost: int


@dataclass(frozen=True, slots=True)
class Limit:
    """One rule: the measure may not go past `limit` (percent, or reais for the total)."""

    rule: int
    measure: Measure
    limit: Decimal = ZERO
    ask_without_cost: bool = False


@dataclass(frozen=True, slots=True)
class Caught:
    """A limit that was passed, as text that can be kept and compared: what was allowed, what was found."""

    rule: int
    measure: str
    limit: str
    found: str

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


def measured(offer: Offer) -> Measured:
    """The discount counts against list prices what lines, total and way of paying take off; a price above the list
    makes up for one below it, except in `line_discount`, the largest of a single line. Freight is neither. What recurs
    weighs as much as in the offer's total, and thins nothing of what is given on the total, which is paid once."""
    lines = offer.lines
    listed = sum((line.listed for line in lines), ZERO)
    sold = sum((line.sold for line in lines), ZERO)
    given = offer.discount - min(offer.adjustment, ZERO)
    known = [line for line in lines if line.cost is not None]
    return Measured(
        discount=max(_percent(listed - sold + given, listed), _given(lines, given)),
        line_discount=max((_percent(line.listed - line.sold, line.listed) for line in lines), default=ZERO),
        total=offer.total,
        margin=_margin(known, given, _once(lines)),
        without_cost=len(lines) - len(known),
    )


def caught_by(limits: Sequence[Limit], found: Measured) -> list[Caught]:
    """The limits this draft passes, in their order; exactly at the limit is still allowed."""
    caught = ((limit, _passed(limit, found)) for limit in limits)
    return [Caught(each.rule, each.measure.value, text(each.limit), what) for each, what in caught if what is not None]


def text(value: Decimal) -> str:
    """A number as it is kept: plain, with a point, without trailing zeros."""
    return f"{value.normalize():f}"


def _passed(limit: Limit, found: Measured) -> str | None:
    match limit.measure:
        case Measure.DISCOUNT:
            return text(found.discount) if found.discount > limit.limit else None
        case Measure.LINE_DISCOUNT:
            return text(found.line_discount) if found.line_discount > limit.limit else None
        case Measure.TOTAL:
            return text(found.total) if found.total > limit.limit else None
        case Measure.ALWAYS:
            return ""
        case Measure.MARGIN:
            return _thin(limit, found)


def _thin(limit: Limit, found: Measured) -> str | None:
    if found.margin is not None and found.margin < limit.limit:
        return text(found.margin)
    # A price whose cost nobody knows may hide any margin.
    return "" if found.without_cost and limit.ask_without_cost else None


def _given(lines: Sequence[Offered], given: Decimal) -> Decimal:
    """What is given on the total, as part of the list prices it is given on; dearer lines make up for it."""
    listed = sum((line.listed for line in lines if not line.recurs), ZERO)
    return _percent(given + min(listed - _once(lines), ZERO), listed)


def _once(lines: Sequence[Offered]) -> Decimal:
    """What is paid once: a discount on the total, or of the way of paying, takes nothing off what recurs."""
    return sum((line.total for line in lines if not line.recurs), ZERO)


def _margin(known: Sequence[Offered], given: Decimal, once: Decimal) -> Decimal | None:
    """What is left of each real after the cost; lines of known cost bear their part of what is given on the total."""
    if not known:
        return None
    theirs = sum((line.sold for line in known), ZERO)
    cost = sum((line.spent for line in known), ZERO)
    with localcontext(prec=DIGITS):
        net = theirs - (given * _once(known) / once if once else ZERO)
    # Sold for nothing: any cost is a loss of all there is.
    return _percent(net - cost, net) if net > 0 else (-HUNDRED if cost else ZERO)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    if not whole:
        return ZERO
    with localcontext(prec=DIGITS):
        return (part * HUNDRED / whole).quantize(_PLACES)
