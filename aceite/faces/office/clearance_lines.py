"""What a draft gives away, line by line: list, price, and, to those who may see costs, what is left."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from aceite.core.clearances.measures import Offer, Offered, measured
from aceite.core.proposals.models import Line, ProposalVersion
from aceite.kit.money import HUNDRED, ZERO

_SHOWN: Final = Decimal("0.01")


@dataclass(frozen=True)
class ComparedLine:
    """One line beside its list price, of one period where it recurs; `off` and `margin` in percent, `margin` None where
    no cost is known or shown."""

    line: Line
    listed: Decimal
    off: Decimal
    margin: Decimal | None


@dataclass(frozen=True)
class Compared:
    """All lines that count, what they come to by the list in all their periods, and the whole in percent."""

    lines: list[ComparedLine]
    listed: Decimal
    off: Decimal
    margin: Decimal | None


def compared(version: ProposalVersion, offer: Offer, *, with_cost: bool) -> Compared:
    """The draft as its catalogue would have priced it, beside what it says."""
    # As in the offer: what stands outside the total gives nothing away.
    counted = zip(version.lines.counted(), offer.lines, strict=True)
    lines = [_line(*both, with_cost=with_cost) for both in counted]
    whole = measured(offer)
    listed = sum((line.listed for line in offer.lines), ZERO)
    return Compared(lines, listed, whole.discount.quantize(_SHOWN), _shown(whole.margin if with_cost else None))


def _line(line: Line, offered: Offered, *, with_cost: bool) -> ComparedLine:
    listed = offered.list_total
    off = max((listed - offered.total) * HUNDRED / listed, ZERO) if listed else ZERO
    alone = measured(Offer((offered,), ZERO, ZERO, offered.total))
    return ComparedLine(line, listed, off.quantize(_SHOWN), _shown(alone.margin if with_cost else None))


def _shown(margin: Decimal | None) -> Decimal | None:
    return None if margin is None else margin.quantize(_SHOWN)
