"""What the customer may choose in an offer, and what a choice makes of it: plain values in and out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol, Self

from aceite.core.proposals.pricing import BadPrice
from aceite.kit.money import ZERO
from aceite.kit.sentences import gettext_noop as _

ONE: Final = Decimal(1)
# The words of LineChoice: an optional line inside the total, and outside of it.
IN, OUT = "in", "out"


class BadChoice(BadPrice):
    """What was chosen is not among what was offered; `place` is the line it is about, or "" for the whole."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which quantities one may choose, in which steps from the least; the quantity is fixed without a most."""

    least: Decimal = ZERO
    most: Decimal = ZERO
    step: Decimal = ZERO

    @property
    def open(self) -> bool:
        """Whether there is something to choose."""
        return self.most > 0

    def allow(self, quantity: Decimal) -> bool:
        """Whether this quantity may be chosen."""
        return quantity.is_finite() and self.least <= quantity <= self.most and not (quantity - self.least) % self.step

    def settled(self) -> "Limits":
        """The same with what goes without saying: steps of one, from one step on."""
        if not self.open:
            return self
        step = self.step or ONE
        return Limits(self.least or step, self.most, step)


def fit_limits(limits: Limits, quantity: Decimal) -> Limits:
    """The limits of a line as they can be kept. Raises BadPrice with the field that has to change."""
    if min(limits.least, limits.most, limits.step) < 0:
        raise BadPrice("quantity_most", _("Os limites da quantidade não podem ser negativos."))
    if not limits.open and (limits.least or limits.step):
        raise BadPrice("quantity_most", _("Diga até que quantidade o cliente pode escolher."))
    settled = limits.settled()
    if settled.open and settled.least > settled.most:
        raise BadPrice("quantity_most", _("A maior quantidade é menor que a menor."))
    if settled.open and not settled.allow(quantity):
        raise BadPrice("quantity", _("A quantidade proposta não está entre as que o cliente pode escolher."))
    return settled


class Choosable(Protocol):
    """A line of an offer as far as choosing goes."""

    @property
    def key(self) -> str:
        """Which line it is."""

    @property
    def choice(self) -> str:
        """A word of LineChoice."""

    @property
    def quantity(self) -> Decimal:
        """How much of it is offered."""

    @property
    def limits(self) -> Limits:
        """Between which quantities one may choose."""


@dataclass(frozen=True, slots=True)
class Pick:
    """What was chosen of one line."""

    taken: bool
    quantity: Decimal

    @classmethod
    def standing(cls, line: Choosable) -> Self:
        """What stands without a choice."""
        return cls(line.choice != OUT, line.quantity)


Picks = Mapping[str, Pick]


def can_be_chosen(line: Choosable) -> bool:
    """Whether the vendor left anything of this line to the customer."""
    return line.choice in (IN, OUT) or line.limits.open


def checked(lines: Sequence[Choosable], picks: Picks) -> dict[str, Pick]:
    """What the picks change, by line. Raises BadChoice for what was not offered."""
    known = {line.key: line for line in lines}
    if not known.keys() >= picks.keys():
        raise BadChoice("", _("Esta opção não faz mais parte da proposta."))
    return {key: pick for key, pick in picks.items() if _changes(known[key], pick)}


def _changes(line: Choosable, pick: Pick) -> bool:
    if pick.taken != (line.choice != OUT) and line.choice not in (IN, OUT):
        raise BadChoice(line.key, _("Este item faz parte da proposta e não pode ficar de fora."))
    if pick.quantity != line.quantity and not (line.limits.open and line.limits.allow(pick.quantity)):
        raise BadChoice(line.key, _("Esta quantidade não está entre as que a empresa oferece."))
    # Of what stays out nobody asks how much.
    return pick.taken != (line.choice != OUT) or (pick.taken and pick.quantity != line.quantity)


def choice_after(line: Choosable, pick: Pick) -> str:
    """The line's word of LineChoice once it was chosen."""
    return (IN if pick.taken else OUT) if line.choice else line.choice
