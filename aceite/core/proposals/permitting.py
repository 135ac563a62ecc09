"""May this actor, and can it now: the two questions every verb about a sale asks first, in one place."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.states import MOVES, State
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.brazil import format_date_br
from aceite.kit.states import Move
from aceite.kit.zones import zone_name

_STANDS: Final = {
    State.DRAFT: gettext_lazy(
        "A empresa está preparando outra versão desta proposta. Nada foi registrado agora; a nova versão chega por "
        "e-mail."
    ),
    State.SENT: gettext_lazy("Esta proposta já foi enviada. Para mudar algo, abra uma nova versão."),
    State.APPROVED: gettext_lazy("Esta proposta já foi aprovada. Nada foi mudado."),
    State.ORDER: gettext_lazy("Esta venda já virou pedido. Nada foi mudado."),
    State.DECLINED: gettext_lazy("Esta proposta foi recusada pelo cliente. Nada foi mudado."),
    State.CANCELLED: gettext_lazy("Esta proposta foi cancelada. Nada foi mudado."),
    State.RESCINDED: gettext_lazy("O cliente desistiu desta compra. Nada foi mudado."),
    State.SUPERSEDED: gettext_lazy("Outra alternativa foi aprovada no lugar desta proposta. Nada foi mudado."),
}


# To the vendor, whose draft it is.
_DRAFT_OF_OURS: Final = gettext_lazy("Esta proposta ainda é um rascunho. Nada foi mudado.")
_OF_MEMBERS: Final = frozenset(move.verb for move in MOVES if move.who == "member")


class NotNow(Refusal):
    """The sale stands where this verb leads nowhere; `state` says where."""

    def __init__(self, state: State, sentence: str = "") -> None:
        self.state = state
        super().__init__(sentence or _STANDS.get(state, ""))


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
        raise NotNow(state, _where_it_stands(proposal, state, ours=verb in _OF_MEMBERS))
    return move


def _where_it_stands(proposal: Proposal, state: State, *, ours: bool) -> str:
    """What is said to the vendor (`ours`) or to the customer where the table's own sentence is not for both."""
    if state is State.EXPIRED:
        return past_validity(proposal)
    return str(_DRAFT_OF_OURS) if ours and state is State.DRAFT else ""


def require_current(proposal: Proposal, version: ProposalVersion | int) -> None:
    """Raises NotCurrent unless this version (row or number) is the one that counts."""
    number = version.version if isinstance(version, ProposalVersion) else version
    current = current_of(proposal)
    if current.version != number:
        raise NotCurrent(_STANDS[State.DRAFT] if current.is_draft else "")


def last_valid_day(proposal: Proposal) -> str:
    """The last day on which the sent version can be approved, as people read it, with the zone."""
    if proposal.expires_at is None:
        return ""
    # `expires_at` is the first moment after that day.
    day = (proposal.expires_at - timedelta(microseconds=1)).astimezone(proposal.company.tz)
    return f"{format_date_br(day.date())} ({_(zone_name(day))})"


def past_validity(proposal: Proposal) -> str:
    """The sentence for a sale whose last valid day has ended."""
    return _("A validade desta proposta terminou em %(day)s. Peça à empresa que a prorrogue.") % {
        "day": last_valid_day(proposal)
    }
