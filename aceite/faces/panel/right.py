"""The consumer's right to withdraw as the panel's cards tell it: until when, or that it was used, or that it ended."""

from dataclasses import dataclass
from datetime import date, datetime

from aceite.core.proposals.states import State
from aceite.core.sales.models import Rescission
from aceite.core.sales.term import Term, term_of
from aceite.faces.panel.access import Scope
from aceite.faces.panel.reading import Shown


@dataclass(frozen=True)
class RightCard:
    """What one sale's card says. `may` is whether this visitor can use the right; `made` is its use."""

    term: Term
    is_open: bool
    may: bool
    made: Rescission | None

    @property
    def last_moment(self) -> datetime:
        """The last minute that counts."""
        return self.term.last_moment

    @property
    def agreed_at(self) -> datetime:
        """When it was approved."""
        return self.term.agreed_at

    @property
    def delivered_on(self) -> date | None:
        """The delivery it counts from, where one was written down that is later than the approval."""
        return self.term.delivered_on


def right_card(scope: Scope, sale: Shown) -> RightCard | None:
    """The card of a relação de consumo that was approved; None for any other sale, and for an old version."""
    if scope.is_preview or not sale.is_newest or (term := term_of(sale.proposal)) is None:
        return None
    made = None
    if sale.proposal.state == State.RESCINDED:
        made = scope.rescission(sale.proposal)
    is_open = made is None and sale.proposal.state != State.RESCINDED and term.is_open(sale.at)
    return RightCard(term, is_open, scope.may("proposal.rescind"), made)


def is_open_now(sale: Shown) -> bool:
    """Whether the clock still lets one withdraw: of a kept page, what the trail does not tell."""
    term = term_of(sale.proposal) if sale.state in (State.APPROVED, State.ORDER) else None
    return term is not None and term.is_open(sale.at)
