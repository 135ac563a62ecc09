"""Who does something: the protocol that members, panel users, tokens and the system fulfil."""

from dataclasses import dataclass
from typing import Final, Protocol

LONGEST_AGENT: Final = 400


class Actor(Protocol):
    """Whoever stands behind an act. `kind` and `actor_id` go into the trail; names never do."""

    @property
    def kind(self) -> str:
        """`member`, `panel_user`, `token`, `system` or `preview`."""

    @property
    def actor_id(self) -> int:
        """The row's id; 0 for the system."""

    @property
    def company_id(self) -> int:
        """The company in whose name, or before whose sale, it acts."""

    def may(self, verb: str) -> bool:
        """Whether the table of permissions lets this actor use `verb`."""


@dataclass(frozen=True)
class System:
    """The clock, the worker and the operator's commands; may do what no person asks for."""

    company_id: int
    kind: str = "system"
    actor_id: int = 0

    def may(self, verb: str) -> bool:
        """The system is never refused: only code of the product can become it."""
        return True


@dataclass(frozen=True)
class Origin:
    """Where an act came from. `ip` is the client behind trusted proxies, `peer` the direct neighbour."""

    ip: str
    peer: str
    user_agent: str

    def personal(self) -> dict[str, str]:
        """What it says about the person, as the trail keeps it beside the chain."""
        values = {"ip": self.ip, "peer": self.peer, "user_agent": self.user_agent[:LONGEST_AGENT]}
        return {name: value for name, value in values.items() if value}
