"""How far the signing of a contract has come: who is done, whose turn it is, who comes later, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from aceite.core.contracts.models import Contract, Countersigner, Signer, SignerRole
from aceite.core.contracts.plans import acted_of, plan_of, who_of
from aceite.core.contracts.unable import why_unable, why_unable_for_us
from aceite.core.signatures.models import Statement
from aceite_verify.signing_plan import VENDOR, Plan, Who, WhyNot

# The end of a proxy changes nobody's turn; it is told with her power.
_BEFORE_ALL_ENDS: Final = datetime.min.replace(tzinfo=UTC)


class Standing(StrEnum):
    """How a person, or a step, stands."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"
    SPARED = "spared"


_OF: Final = {WhyNot.ACTED: Standing.DONE, WhyNot.NOT_YET: Standing.LATER, WhyNot.ENOUGH: Standing.SPARED}


@dataclass(frozen=True)
class Seat:
    """One person; of `signer` (the customer's) and `countersigner` (the vendor's) one is there."""

    standing: Standing
    signer: Signer | None = None
    countersigner: Countersigner | None = None

    @property
    def name(self) -> str:
        """Her name."""
        person = self.signer.panel_user if self.signer else self.countersigner.member if self.countersigner else None
        return person.name if person else ""

    @property
    def unable(self) -> str:
        """What keeps her from the signature that is still waited for, in words; "" where nothing does."""
        if self.standing not in (Standing.NEXT, Standing.LATER):
            return ""
        if self.signer:
            return why_unable(self.signer.panel_user)
        return why_unable_for_us(self.countersigner.member) if self.countersigner else ""

    @property
    def act(self) -> Statement | None:
        """What she signed, when she has."""
        row = self.signer or self.countersigner
        return row.statement if row else None


@dataclass(frozen=True)
class Stage:
    """One step of the customer's, or the vendor's (`number` 0): of `parties` people `needed` suffice."""

    number: int
    seats: Sequence[Seat]
    needed: int = 0
    parties: int = 0

    @property
    def standing(self) -> Standing:
        """That of the people in it: its turn while it is anybody's."""
        found = {seat.standing for seat in self.seats}
        if Standing.NEXT in found:
            return Standing.NEXT
        return Standing.LATER if Standing.LATER in found else Standing.DONE

    @property
    def done(self) -> int:
        """How many of its people have signed."""
        return sum(seat.standing is Standing.DONE for seat in self.seats)

    @property
    def has_choice(self) -> bool:
        """Whether more of its parties may sign now than still have to."""
        parties = [seat for seat in self.seats if seat.signer and seat.signer.role == SignerRole.PARTY]
        may = sum(seat.standing is Standing.NEXT for seat in parties)
        return may > self.needed - sum(seat.standing is Standing.DONE for seat in parties)

    @property
    def asked(self) -> int:
        """How many have to: witnesses and representatives all, of the parties as many as suffice."""
        return len(self.seats) - self.parties + self.needed


@dataclass(frozen=True)
class Course:
    """The steps in their order; `missing` acts are still needed, and any of `turn` may make the next."""

    stages: Sequence[Stage] = field(default_factory=list)
    missing: int = 0

    @property
    def turn(self) -> list[str]:
        """The names of those whose turn it is."""
        return [seat.name for stage in self.stages for seat in stage.seats if seat.standing is Standing.NEXT]

    @property
    def any_suffices(self) -> bool:
        """Whether not all of them are needed: of the parties fewer have to sign than may."""
        return any(stage.has_choice for stage in self.stages)

    @property
    def has_steps(self) -> bool:
        """Whether there is more than one step to be told apart."""
        return len(self.stages) > 1


def course_of(contract: Contract, signers: Sequence[Signer], countersigners: Sequence[Countersigner]) -> Course:
    """The course of a contract over its standing signers, as the one rule of the plan tells it; asks no query."""
    plan, acted = plan_of(contract, signers, countersigners), acted_of(signers, countersigners)
    stages = [
        Stage(
            step,
            [Seat(_standing(plan, who_of(one), acted), signer=one) for one in signers if one.step == step],
            needed=plan.needed(step),
            parties=sum(1 for place in plan.places if place.counts and place.step == step),
        )
        for step in plan.steps
    ]
    ours = [Seat(_standing(plan, (VENDOR, one.member_id), acted), countersigner=one) for one in countersigners]
    return Course([*stages, *([Stage(0, ours)] if ours else [])], plan.missing(acted))


def _standing(plan: Plan, who: Who, acted: set[Who]) -> Standing:
    why = plan.why_not(who, acted, at=_BEFORE_ALL_ENDS)
    return Standing.NEXT if why is None else _OF[why]
