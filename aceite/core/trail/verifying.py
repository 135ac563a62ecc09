"""Re-computes the chains and says where one breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aceite.core.trail.models import GENESIS, Event, PersonalValue
from aceite.kit.hashing import commit

REMOVED: Final = "sale.removed"


@dataclass(frozen=True)
class Break:
    """One place where a chain does not hold."""

    company_id: int
    chain: str
    seq: int
    reason: str


def verify_chains(*, company_id: int | None = None, chain: str | None = None) -> Iterator[Break]:
    """Yields every break of the chosen chains (all of them by default). The caller chooses the scope on PostgreSQL."""
    events = Event.objects.order_by("company_id", "chain", "seq")
    if company_id is not None:
        events = events.filter(company_id=company_id)
    if chain is not None:
        events = events.filter(chain=chain)
    place, seq, previous = (0, ""), 0, GENESIS
    for event in events.iterator(chunk_size=2000):
        if (event.company_id, event.chain) != place:
            place, seq, previous = (event.company_id, event.chain), 0, GENESIS
        yield from _breaks(event, seq + 1, previous)
        seq, previous = event.seq, event.hash
    yield from _remains(company_id)


def removed_sales(company_id: int | None = None) -> dict[tuple[int, str], Event]:
    """The chains that are gone because their sale was removed at the end of its time, with the event that says so."""
    told = Event.objects.filter(kind=REMOVED, chain="company")
    if company_id is not None:
        told = told.filter(company_id=company_id)
    return {(event.company_id, f"sale/{event.data['sale']}"): event for event in told}


def _remains(company_id: int | None) -> Iterator[Break]:
    for company, chain in removed_sales(company_id):
        left = Event.objects.of_chain(company, chain).first()
        if left is not None:
            yield Break(company, chain, left.seq, "the sale is said to be removed, yet its chain is here")


def verify_openings(*, company_id: int | None = None) -> Iterator[Break]:
    """Yields every kept personal value that is not what its event commits to."""
    values = PersonalValue.objects.select_related("event")
    if company_id is not None:
        values = values.filter(company_id=company_id)
    for kept in values.iterator(chunk_size=2000):
        if kept.event.commitments.get(kept.field) != commit(kept.value, bytes.fromhex(kept.salt)):
            yield Break(kept.company_id, kept.event.chain, kept.event.seq, f"value of {kept.field} was changed")


def _breaks(event: Event, seq: int, previous: str) -> Iterator[Break]:
    if event.seq != seq:
        yield Break(event.company_id, event.chain, event.seq, f"expected place {seq}: an event is missing or was added")
    if event.previous != previous:
        yield Break(event.company_id, event.chain, event.seq, "does not follow the event before it")
    if event.hash != event.computed_hash():
        yield Break(event.company_id, event.chain, event.seq, "content was changed after it was recorded")
