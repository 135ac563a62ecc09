"""May this actor, and can it now: the two questions every verb about a sale asks first, in one place."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy

from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.states import MOVES, State
from aceite.core.proposals.where_it_stands import standing_words
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.states import Move

_OF_MEMBERS: Final = frozenset(move.verb for move in MOVES if move.who == "member")
_NEWER: Final = gettext_lazy("Há uma versão mais nova desta proposta. Nada foi mudado: abra a versão que vale agora.")


class NotNow(Refusal):
    """The sale stands where this verb leads nowhere; `state` says where, the sentence why to whoever tried."""

    def __init__(self, state: State, sentence: str) -> None:
        self.state = state
        super().__init__(sentence)


class NotCurrent(Refusal):
    """The act is about a version that is not the current one any more."""

    sentence = gettext_lazy(
        "Há uma versão mais nova desta proposta. Nada foi registrado: veja o que mudou e responda à nova versão."
    )


def require(verb: str, proposal: Proposal, by: Actor) -> None:
    """Raises NotAllowed unless the actor has the verb, belongs to this company and, as a customer, sees this sale."""
    if by.company_id != proposal.company_id or not by.may(verb):
        raise NotAllowed
    if isinstance(by, PanelUser) and not seen_by(proposal, by):
        raise NotAllowed


def require_member(verb: str, proposal: Proposal, by: Actor) -> Member:
    """The same for what only the vendor's people do: hands the actor back as the member she is. Raises NotAllowed."""
    require(verb, proposal, by)
    if not isinstance(by, Member):
        raise NotAllowed
    return by


def seen_by(proposal: Proposal, person: PanelUser) -> bool:
    """Whether this person's panel shows the sale: her customer's, sent once, shared with all or with her.

    The same as standing in `Proposal.objects.for_panel_user`, asked of one row.
    """
    if proposal.customer_id != person.customer_id or proposal.first_sent_at is None:
        return False
    return proposal.shared_with_all or proposal.shares.filter(panel_user=person).exists()


def require_move(verb: str, proposal: Proposal, at: datetime) -> Move[State]:
    """The move of the table of states; raises NotNow with a sentence of its own for each state."""
    state = proposal.state_at(at)
    move = MOVES.find(verb, state)
    if move is None:
        raise not_now(proposal, state, to_vendor=verb in _OF_MEMBERS)
    return move


def not_now(proposal: Proposal, state: State, *, to_vendor: bool) -> NotNow:
    """The refusal of an act that has no move of its own, in the words of the side that tried it."""
    return NotNow(state, standing_words(proposal, state, to_vendor=to_vendor))


def require_current(proposal: Proposal, version: ProposalVersion | int) -> None:
    """Raises NotCurrent, to the customer, unless this version (row or number) is the one that counts."""
    number = version.version if isinstance(version, ProposalVersion) else version
    current = current_of(proposal)
    if current.version != number:
        raise NotCurrent(standing_words(proposal, State.DRAFT, to_vendor=False) if current.is_draft else "")


def not_current(by: Actor) -> NotCurrent:
    """The refusal of an act about an older version, in the words of the side that tried it."""
    return NotCurrent() if isinstance(by, PanelUser) else NotCurrent(_NEWER)
