"""Who has to sign a contract, in which order, and when it is complete: the one rule of server and offline checker.

The customer's parties and witnesses sign step by step; of a step's parties a quorum may suffice; where powers of
signature are stated, those who signed must be able to bind the customer (Código Civil, arts. 115-120 and 1.015). The
vendor's representatives sign after the customer.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final

# Who acts, as a statement names her: kind ("panel_user" or "member") and id.
Who = tuple[str, int]
CUSTOMER: Final = "panel_user"
VENDOR: Final = "member"
PARTY: Final = "party"
WITNESS: Final = "witness"
REPRESENTATIVE: Final = "representative"
ALONE: Final = "alone"
JOINT: Final = "joint"
PROXY: Final = "proxy"


class WhyNot(StrEnum):
    """Why somebody cannot sign at this moment."""

    NOT_NAMED = "not_named"
    ACTED = "acted"
    NOT_YET = "not_yet"
    ENOUGH = "enough"
    PROXY_ENDED = "proxy_ended"


@dataclass(frozen=True)
class Power:
    """By what right a party binds the customer: alone, together with one of the people in `jointly`, or by a proxy.

    `until` is the first moment at which a proxy is over; None for one without an end.
    """

    kind: str
    jointly: frozenset[int] = frozenset()
    until: datetime | None = None

    def ended(self, at: datetime) -> bool:
        """Whether it is over at `at`."""
        return self.until is not None and at >= self.until


@dataclass(frozen=True)
class Place:
    """One person's place on a contract; `step` counts from 1 and says nothing of the vendor's, who come last."""

    who: Who
    role: str = PARTY
    step: int = 1
    power: Power | None = None

    @property
    def is_vendor(self) -> bool:
        """Whether she signs for the vendor."""
        return self.who[0] == VENDOR

    @property
    def counts(self) -> bool:
        """Whether she is one of those of whom a quorum may suffice."""
        return self.role == PARTY and not self.is_vendor

    def ended(self, at: datetime) -> bool:
        """Whether the proxy by which she binds the customer is over at `at`; a witness needs none."""
        return self.counts and self.power is not None and self.power.ended(at)


@dataclass(frozen=True)
class Plan:
    """The places of one contract, and per step how many of its parties suffice; all of them where none is said.

    `asks_power` where a power was stated of somebody who has no place any more: it is asked of whoever is left.
    """

    places: Sequence[Place]
    quorums: Mapping[int, int] = field(default_factory=dict)
    asks_power: bool = False

    @cached_property
    def steps(self) -> list[int]:
        """The customer's steps in their order."""
        return sorted({place.step for place in self.places if not place.is_vendor})

    def needed(self, step: int) -> int:
        """How many parties have to sign in this step."""
        count = sum(1 for place in self.places if place.counts and place.step == step)
        return min(max(self.quorums.get(step, count), 1), count)

    def place_of(self, who: Who) -> Place | None:
        """The person's place."""
        return next((place for place in self.places if place.who == who), None)

    def customer_complete(self, acted: Collection[Who]) -> bool:
        """Whether nothing of the customer's side is missing: this is what an approval waits for."""
        return all(self._step_done(step, acted) for step in self.steps) and self._bound(acted)

    def complete(self, acted: Collection[Who]) -> bool:
        """Whether nothing at all is missing: this is what an order waits for."""
        return self.customer_complete(acted) and all(place.who in acted for place in self.places if place.is_vendor)

    def missing(self, acted: Collection[Who]) -> int:
        """How many acts are still needed: 0 exactly when the contract is complete."""
        others = sum(1 for place in self.places if not place.counts and place.who not in acted)
        parties = sum(max(self.needed(step) - self._parties(step, acted), 0) for step in self.steps)
        # Enough have signed, but nobody yet who binds the customer: one more has to.
        return others + (parties or int(not self._bound(acted)))

    def awaited(self, acted: Collection[Who]) -> list[Place]:
        """Whose turn it is: everybody whose act would count now."""
        left = [place for place in self.places if place.who not in acted]
        if self.customer_complete(acted):
            return [place for place in left if place.is_vendor]
        current = next((step for step in self.steps if not self._step_done(step, acted)), None)
        if current is None:
            # Enough have signed, but not those who can bind the customer: any other party may yet.
            return [place for place in left if place.counts]
        enough = self._parties(current, acted) >= self.needed(current)
        theirs = [place for place in left if place.step == current and not place.is_vendor]
        return [place for place in theirs if not (place.counts and enough)]

    def why_not(self, who: Who, acted: Collection[Who], *, at: datetime) -> WhyNot | None:
        """Why this person cannot sign at `at`; None when she can."""
        place = self.place_of(who)
        if place is None:
            return WhyNot.NOT_NAMED
        if who in acted:
            return WhyNot.ACTED
        if place not in self.awaited(acted):
            return WhyNot.ENOUGH if self._passed(place, acted) else WhyNot.NOT_YET
        return WhyNot.PROXY_ENDED if place.ended(at) else None

    @property
    def fulfillable(self) -> bool:
        """Whether it is complete once everybody has signed."""
        return self.complete([place.who for place in self.places])

    def _passed(self, place: Place, acted: Collection[Who]) -> bool:
        enough = place.counts and self._parties(place.step, acted) >= self.needed(place.step)
        return not place.is_vendor and (enough or self.customer_complete(acted))

    def _parties(self, step: int, acted: Collection[Who]) -> int:
        return sum(1 for place in self.places if place.counts and place.step == step and place.who in acted)

    def _step_done(self, step: int, acted: Collection[Who]) -> bool:
        witnesses = (place for place in self.places if place.role == WITNESS and place.step == step)
        return self._parties(step, acted) >= self.needed(step) and all(place.who in acted for place in witnesses)

    def _bound(self, acted: Collection[Who]) -> bool:
        """Whether those who signed bind the customer. Where no power is stated at all, nobody asked for one."""
        parties = [place for place in self.places if place.counts]
        if not self.asks_power and not any(place.power for place in parties):
            return True
        signed = {place.who[1] for place in parties if place.who in acted}
        return any(_binds(place, signed) for place in parties if place.who in acted)


def _binds(place: Place, signed: Collection[int]) -> bool:
    power = place.power
    if power is None:
        return False
    return power.kind in (ALONE, PROXY) or (power.kind == JOINT and not power.jointly.isdisjoint(signed))
