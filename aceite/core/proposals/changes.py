"""What an amendment (aditivo) or a termination by agreement (distrato) changes of the contract it is tied to. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

AMENDMENT: Final = "amendment"
TERMINATION: Final = "termination"
KEEPS: Final = "keep"
ENDS: Final = (KEEPS, "date", "open")
ADDS: Final = "adds"
REPLACES: Final = "replaces"


@dataclass(frozen=True)
class Change:
    """`effective_on` None is the day of the approval. `ends` says whether the end stays, becomes `ends_on`, or goes.

    `recurring` tells whether what recurs in it comes on top of what the original has, or takes its place.
    """

    kind: str = AMENDMENT
    effective_on: date | None = None
    ends: str = KEEPS
    ends_on: date | None = None
    recurring: str = ADDS

    @property
    def terminates(self) -> bool:
        """Whether it ends the contract."""
        return self.kind == TERMINATION

    @property
    def says_something(self) -> bool:
        """Whether it changes the contract even without lines or a text."""
        return self.terminates or self.ends != KEEPS


def as_data(change: Change) -> dict[str, Any]:
    """As JSON keeps and M binds it: days as ISO text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(change).items()}


def change_of(data: Mapping[str, Any]) -> Change:
    """What `as_data` wrote."""
    days = {name: date.fromisoformat(data[name]) for name in ("effective_on", "ends_on") if data.get(name)}
    return Change(**{**data, **days})
