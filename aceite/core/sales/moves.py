"""Which verbs an actor can use on a sale now: pages show a button for each, and no other."""

from datetime import datetime
from typing import Final

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.counter_offers import CAN_BE_ANSWERED
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import seen_by
from aceite.core.proposals.questions import CAN_BE_ASKED
from aceite.core.proposals.states import MOVES, State
from aceite.core.sales.rescinding import may_be_rescinded
from aceite.core.trail.actors import Actor

# What does not change the state, and who may do it in which.
_ALWAYS: Final = tuple(State)
_ASIDE: Final = (
    ("proposal.share", "member", tuple(state for state in State if state is not State.CANCELLED)),
    ("proposal.reassign", "member", tuple(state for state in State if state is not State.CANCELLED)),
    ("sale.export", "member", _ALWAYS),
    ("blueprint.edit", "member", _ALWAYS),
    ("sale.dossier", "member", _ALWAYS),
    ("sale.dossier", "panel_user", _ALWAYS),
    ("question.answer", "member", CAN_BE_ASKED),
    ("question.ask", "panel_user", CAN_BE_ASKED),
    ("point.ask", "panel_user", (State.SENT,)),
    ("point.answer", "member", CAN_BE_ANSWERED),
    ("order.make_without_copy", "member", (State.APPROVED,)),
)


def moves_for(proposal: Proposal, *, by: Actor, at: datetime) -> frozenset[str]:
    """The verbs that lead somewhere from where the sale stands and that this actor has; "proposal.copy" for a copy,
    "order.amend" for an amendment.

    Whether an approval is possible at this moment is asked in `approving.may_be_approved`.
    """
    if by.company_id != proposal.company_id or (isinstance(by, PanelUser) and not seen_by(proposal, by)):
        return frozenset()
    state = proposal.state_at(at)
    leading = {move.verb for move in MOVES if move.source is state and move.who == by.kind}
    aside = {verb for verb, who, states in _ASIDE if who == by.kind and state in states}
    found = {verb for verb in leading | aside if by.may(verb)}
    if proposal.first_sent_at is None:
        found.discard("sale.dossier")
    if "proposal.rescind" in found and may_be_rescinded(proposal, at=at) is None:
        found.discard("proposal.rescind")
    if by.kind == "member" and by.may("proposal.edit"):
        found.add("proposal.copy")
        if state is State.ORDER:
            found.add("order.amend")
    return frozenset(found)
