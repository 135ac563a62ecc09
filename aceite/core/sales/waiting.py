"""Who is blocking a sale, with what, and for how long: worked out for a whole page of sales in a few queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.closing import Blocker, awaiting_ours, blocking_of
from aceite.core.contracts.models import Countersigner, SignedCopy
from aceite.core.contracts.states import CopyState
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion, Question
from aceite.core.proposals.states import MOVES, State

Side = Literal["customer", "vendor"]

_VENDOR_HAS_TO: Final = {
    State.DRAFT: _("Enviar"),
    State.EXPIRED: _("Prorrogar ou revisar"),
    State.DECLINED: _("Revisar ou cancelar"),
    State.APPROVED: _("Fazer o pedido"),
}


@dataclass(frozen=True)
class Waiting:
    """Whose turn it is: the side, what it has to do, who of it (for the customer), since when, and whole days."""

    side: Side
    what: "str | Promise"
    people: tuple[str, ...]
    since: datetime | None
    days: int


@dataclass(frozen=True)
class Standing:
    """What a page of sales needs beside its rows, each fetched once for all of them."""

    blockers: dict[int, list[Blocker]]
    copies: dict[int, str]
    questions: dict[int, int]
    approvers: dict[int, list[PanelUser]]
    shares: dict[int, set[int]]
    countersigners: dict[int, list[Countersigner]]

    def waiting(self, proposal: Proposal, at: datetime) -> Waiting | None:
        """Whose turn it is in this sale; nobody's once it is closed."""
        state = proposal.state_at(at)
        if state is State.SENT:
            side, what, people = self._while_sent(proposal)
        elif state is State.APPROVED and self.copies.get(current_of(proposal).pk) == CopyState.REFUSED:
            side, what, people = "customer", _("Enviar outra via assinada"), ()
        elif state is State.APPROVED and (ours := self.countersigners.get(current_of(proposal).pk)):
            names = tuple(dict.fromkeys(each.member.name for each in ours))
            side, what, people = "vendor", _("Assinar pela empresa"), names
        elif state in _VENDOR_HAS_TO:
            side, what, people = "vendor", _VENDOR_HAS_TO[state], ()
        else:
            return None
        since = proposal.expires_at if state is State.EXPIRED else proposal.waiting_since
        return Waiting(side, what, people, since, _days(since, at, proposal))

    def _while_sent(self, proposal: Proposal) -> tuple[Side, "str | Promise", tuple[str, ...]]:
        if self.questions.get(proposal.pk):
            return "vendor", _("Responder à pergunta"), ()
        blockers = self.blockers.get(current_of(proposal).pk, [])
        theirs = [blocker for blocker in blockers if blocker.side == "customer"]
        if blockers and not theirs:
            outside = any(blocker.what == "check_external" for blocker in blockers)
            return "vendor", _("Conferir o PDF assinado") if outside else _("Conferir a via assinada"), ()
        if theirs:
            names = tuple(dict.fromkeys(blocker.name for blocker in theirs if blocker.name))
            signing = any(blocker.what == "sign" for blocker in theirs)
            return "customer", _("Assinar") if signing else _("Enviar a via assinada"), names
        return "customer", _("Aprovar"), self._who_may_approve(proposal)

    def _who_may_approve(self, proposal: Proposal) -> tuple[str, ...]:
        people = self.approvers.get(proposal.customer_id, [])
        named = self.shares.get(proposal.pk, set())
        return tuple(p.name for p in people if proposal.shared_with_all or p.pk in named)


def standing_of(proposals: Sequence[Proposal], at: datetime) -> Standing:
    """Fetches for these sales (of one company) who blocks them; the number of queries does not depend on theirs."""
    sent = [proposal for proposal in proposals if proposal.state_at(at) is State.SENT]
    # What became of a copy asks nobody for anything once its sale is an order or came to an end.
    goes_on = [proposal for proposal in proposals if MOVES.find("copy.check", proposal.state_at(at))]
    policy = proposals[0].company.copies_policy if proposals else ""
    customers = {proposal.customer_id for proposal in sent}
    approvers: dict[int, list[PanelUser]] = defaultdict(list)
    for person in PanelUser.objects.active().filter(customer__in=customers, can_approve=True):
        approvers[person.customer_id].append(person)
    return Standing(
        blockers=blocking_of([current_of(proposal) for proposal in sent], policy),
        copies=_copies([current_of(proposal) for proposal in goes_on]),
        questions=_questions(proposals),
        approvers=approvers,
        shares=_shares([proposal for proposal in sent if not proposal.shared_with_all]),
        countersigners=awaiting_ours([current_of(one) for one in proposals if one.state == State.APPROVED]),
    )


def _copies(versions: Sequence[ProposalVersion]) -> dict[int, str]:
    """Per version: a copy waits to be checked, or a contract has refused ones only."""
    rows = SignedCopy.objects.filter(contract__version__in=versions).values_list(
        "contract__version_id", "contract_id", "contract__completed_at", "state"
    )
    states: dict[tuple[int, int], set[str]] = defaultdict(set)
    for version_id, contract_id, completed_at, state in rows:
        if version_id is not None and completed_at is None:
            states[version_id, contract_id].add(state)
    found: dict[int, str] = {}
    for (version_id, _contract_id), seen in states.items():
        if CopyState.TO_CHECK in seen:
            found[version_id] = CopyState.TO_CHECK
        elif seen == {CopyState.REFUSED}:
            found.setdefault(version_id, CopyState.REFUSED)
    return found


def _questions(proposals: Sequence[Proposal]) -> dict[int, int]:
    rows = Question.objects.unanswered().filter(proposal__in=proposals).order_by()
    return dict(rows.values_list("proposal").annotate(Count("pk")))


def _shares(proposals: Sequence[Proposal]) -> dict[int, set[int]]:
    named: dict[int, set[int]] = defaultdict(set)
    rows = Proposal.objects.filter(pk__in=[proposal.pk for proposal in proposals])
    for proposal_id, person in rows.order_by().values_list("pk", "shares__panel_user"):
        if person is not None:
            named[proposal_id].add(person)
    return named


def _days(since: datetime | None, at: datetime, proposal: Proposal) -> int:
    if since is None:
        return 0
    tz = proposal.company.tz
    return max(0, (at.astimezone(tz).date() - since.astimezone(tz).date()).days)
