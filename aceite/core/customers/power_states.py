"""Where a power of signature stands, and what moves it."""

from enum import StrEnum

from aceite.kit.states import Move, Moves


class PowerState(StrEnum):
    """Declared: the customer said so, and it counts for nothing yet; confirmed: it counts; refused: the vendor said
    why not."""

    DECLARED = "declared"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


MOVES: Moves[PowerState] = Moves(
    Move("power.confirm", PowerState.DECLARED, PowerState.CONFIRMED, "member"),
    Move("power.refuse", PowerState.DECLARED, PowerState.REFUSED, "member"),
)
