"""The alternatives of one need, and what becomes of the others when one of them is approved, or is no more."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from aceite.core.contracts.turns import turn_in
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record

# What may still become an order gives way; what came to its end already stays what it is.
GIVES_WAY: Final = (State.DRAFT, State.SENT)
# A group in which one of these stands was decided.
DECIDED: Final = (State.APPROVED, State.ORDER, State.SUPERSEDED)


def siblings_of(proposal: Proposal) -> Sequence[Proposal]:
    """The other alternatives, in the order in which they are locked; without a group none are asked for."""
    if proposal.group_id is None:
        return ()
    # Registers that were made one and parted again may have parted what stood together.
    others = Proposal.objects.filter(group=proposal.group_id, customer=proposal.customer_id).exclude(pk=proposal.pk)
    return list(others.select_related("current", "shown").order_by("pk"))


def supersede(proposal: Proposal, siblings: Iterable[Proposal], *, by: Actor, at: datetime) -> None:
    """Closes the others, as this one was approved. Part of *approve*, which has locked them all."""
    for sibling in siblings:
        if sibling.state in GIVES_WAY:
            left = sibling.state_at(at).value
            _stand(sibling, State.SUPERSEDED, "", None)
            data = {"version": current_of(sibling).version, "from": left, "approved": proposal.pk}
            record("proposal.superseded", sale=sibling.pk, by=by, at=at, data=data)


def reopen(proposal: Proposal, siblings: Iterable[Proposal], *, by: Actor, at: datetime) -> None:
    """Opens the others again, as the approval of this one was undone, or the approved one cancelled: a draft as a
    draft, a sent one as sent (expired, when its last day has passed). Part of *undo* and *cancel*, which have locked
    them all."""
    why = "cancelled" if proposal.state == State.CANCELLED else "undone"
    for sibling in siblings:
        if sibling.state == State.SUPERSEDED:
            version = current_of(sibling)
            state, waiting = (State.DRAFT, "vendor") if version.is_draft else (State.SENT, turn_in(sibling))
            _stand(sibling, state, waiting, at)
            data = {"version": version.version, why: proposal.pk}
            record("proposal.reopened", sale=sibling.pk, by=by, at=at, data=data)


def _stand(sibling: Proposal, state: State, waiting_for: str, since: datetime | None) -> None:
    sibling.state, sibling.waiting_for, sibling.waiting_since = state, waiting_for, since
    sibling.save(update_fields=["state", "waiting_for", "waiting_since"])
