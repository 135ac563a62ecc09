"""Which price counts: the list that is nearest to the customer, the step that the quantity reaches. Pure.

A list for this customer goes before one for her group, that before one for everybody; among equals the one that began
last, then the one made last. A list that says nothing of the item at this quantity leaves it to the next one, the last
of all being the catalogue.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from aceite.kit.money import ZERO


class Reach(IntEnum):
    """For whom a list is, the nearest first."""

    CUSTOMER = 0
    GROUP = 1
    EVERYBODY = 2


@dataclass(frozen=True, slots=True)
class Step:
    """What one unit costs from this quantity on, in reais."""

    from_quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with its steps for one item. `starts_on` and `ends_on` are its first and last day; None has no end."""

    key: int
    name: str
    reach: Reach
    steps: Sequence[Step]
    starts_on: date | None = None
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)

    def at(self, quantity: Decimal) -> Step | None:
        """The step that this quantity reaches; None where it reaches none."""
        reached = [step for step in self.steps if step.from_quantity <= quantity]
        return max(reached, key=lambda step: step.from_quantity, default=None)


@dataclass(frozen=True, slots=True)
class Rung:
    """What one unit costs from a quantity on, and the list that says so ("" for the catalogue)."""

    from_quantity: Decimal
    price: Decimal
    name: str = ""


def price_of(catalogue: Decimal, quantity: Decimal, lists: Iterable[Listed], day: date) -> Rung:
    """What one unit of an item costs on that day, when so many are bought."""
    for one in _nearest_first(lists, day):
        if step := one.at(quantity):
            return Rung(step.from_quantity, step.price, one.name)
    return Rung(ZERO, catalogue)


def ladder(catalogue: Decimal, lists: Sequence[Listed], day: date) -> tuple[Rung, ...]:
    """All prices of an item on that day, one above the other: `on_rung` of it is `price_of`, whatever the quantity."""
    steps = {ZERO, *(step.from_quantity for one in lists if one.holds_on(day) for step in one.steps)}
    rungs: list[Rung] = []
    for quantity in sorted(steps):
        found = price_of(catalogue, quantity, lists, day)
        if not rungs or (rungs[-1].price, rungs[-1].name) != (found.price, found.name):
            rungs.append(Rung(quantity, found.price, found.name))
    return tuple(rungs)


def on_rung(rungs: Sequence[Rung], quantity: Decimal) -> Rung:
    """The rung on which this quantity stands; the first one for less than nothing."""
    return next((rung for rung in reversed(rungs) if rung.from_quantity <= quantity), rungs[0])


def _nearest_first(lists: Iterable[Listed], day: date) -> list[Listed]:
    holding = [one for one in lists if one.holds_on(day)]
    newest = sorted(holding, key=lambda one: (one.starts_on or date.min, one.key), reverse=True)
    return sorted(newest, key=lambda one: one.reach)
