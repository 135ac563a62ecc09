"""Events by the lot: linked, hashed and committed to as `record` does it, and told to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aceite.core.rows.inserting import insert_all
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import GENESIS, Event, PersonalValue
from aceite.kit.hashing import commit, new_salt

LOT = 500


@dataclass
class Chain:
    """One chain as far as it was written, and the lot that is being written."""

    company_id: int
    name: str
    seq: int = 0
    head: str = GENESIS
    told: list[tuple[Event, dict[str, tuple[str, bytes]]]] = field(default_factory=list)

    def add(
        self, kind: str, data: dict[str, Any], *, by: Actor, at: datetime, personal: dict[str, str] | None = None
    ) -> None:
        """One more event behind the newest."""
        hidden = {name: (value, new_salt()) for name, value in (personal or {}).items()}
        event = Event(
            company_id=self.company_id,
            chain=self.name,
            seq=self.seq + 1,
            kind=kind,
            at=at,
            actor_kind=by.kind,
            actor_id=by.actor_id,
            data=data,
            commitments={name: commit(*pair) for name, pair in hidden.items()},
            previous=self.head,
        )
        event.hash = event.computed_hash()
        self.seq, self.head = event.seq, event.hash
        self.told.append((event, hidden))


def write(chains: Iterable[Chain]) -> None:
    """Puts what was added into the tables."""
    told = [pair for chain in chains for pair in chain.told]
    for first in range(0, len(told), LOT):
        insert_all([event for event, _hidden in told[first : first + LOT]])
    values = [
        PersonalValue(event=event, company_id=event.company_id, field=name, value=value, salt=salt.hex())
        for event, hidden in told
        for name, (value, salt) in hidden.items()
    ]
    for first in range(0, len(values), LOT):
        insert_all(values[first : first + LOT])
    for chain in chains:
        chain.told.clear()
