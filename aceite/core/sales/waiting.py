"""Who is blocking a sale, with what, and for how long: worked out for a whole page of sales in a few queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.closing import Blocker, awaiting_ours, blocking_of, whose_turn
from aceite.core.contracts.models import Countersigner, SignedCopy
from aceite.core.contracts.states import CopyState
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.counter_offers import CounterOffer
from aceite.core.proposals.locking import current_key
from aceite.core.proposals.models import Proposal, Question
from aceite.core.proposals.states import MOVES, State

Side = Literal["customer", "vendor"]
Task = Literal[
    "send", "renew", "revise", "order", "countersign", "answer", "answer_points", "take_points",
    "check_copy", "check_external", "replace", "sign", "send_copy", "send_copy_again", "approve", "pay",
]  # fmt: skip

_VENDOR_HAS_TO: Final[dict[State, Task]] = {
    State.DRAFT: "send",
    State.EXPIRED: "renew",
    State.DECLINED: "revise",
    State.APPROVED: "order",
}
# What its contracts may ask of him in a sent sale; the first of them is named.
_CONTRACTS_ASK_VENDOR: Final[tuple[Task, ...]] = ("check_external", "check_copy", "replace")
_WORDS: Final = {
    "send": _("Enviar"),
    "renew": _("Prorrogar ou revisar"),
    "revise": _("Revisar ou cancelar"),
    "order": _("Fazer o pedido"),
    "countersign": _("Assinar pela empresa"),
    "answer": _("Responder à pergunta"),
    "answer_points": _("Responder à contraproposta"),
    "take_points": _("Enviar a versão combinada"),
    "check_copy": _("Conferir a via assinada"),
    "check_external": _("Conferir o PDF assinado"),
    "replace": _("Escolher outra pessoa para assinar"),
    "sign": _("Assinar"),
    "send_copy": _("Enviar a via assinada"),
    "send_copy_again": _("Enviar outra via assinada"),
    "approve": _("Aprovar"),
    "pay": _("Pagar a entrada"),
}


@dataclass(frozen=True)
class Turn:
    """Which side has to do what; `people` are named where only they can, `reach` are the customer's who can, by id.

    Nobody is in `reach` whose access ended or whose address a stranger reads: asking her would tell nobody.
    """

    side: Side
    task: Task
    people: tuple[str, ...] = ()
    reach: tuple[int, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """Whose turn it is since when, and how many whole days that is."""

    turn: Turn
    since: datetime | None
    days: int

    @property
    def side(self) -> Side:
        """The side that has to act."""
        return self.turn.side

    @property
    def what(self) -> "str | Promise":
        """What it has to do."""
        return _WORDS[self.turn.task]

    @property
    def people(self) -> tuple[str, ...]:
        """The names of those who have to, where only they can."""
        return self.turn.people


@dataclass(frozen=True)
class Arrived:
    """The signed copy that has waited longest to be checked: since when, and whether the company put it in itself."""

    at: datetime
    by_us: bool


@dataclass(frozen=True)
class Standing:
    """What a page of sales needs beside its rows, each fetched once for all of them."""

    blockers: dict[int, list[Blocker]]
    copies: dict[int, str]
    arrived: dict[int, Arrived]
    questions: dict[int, int]
    people: dict[int, list[PanelUser]]
    shares: dict[int, set[int]]
    countersigners: dict[int, list[Countersigner]]
    # Sales under negotiation, with whether a point still waits for its answer.
    negotiated: dict[int, bool]

    def waiting(self, proposal: Proposal, at: datetime) -> Waiting | None:
        """Whose turn it is in this sale; nobody's once it is closed."""
        state = proposal.state_at(at)
        turn = self._turn(proposal, state)
        if turn is None:
            return None
        since = proposal.expires_at if state is State.EXPIRED else proposal.waiting_since
        return Waiting(turn, since, _days(since, at, proposal))

    def owing(self, proposal: Proposal) -> Turn | None:
        """What the customer has to pay first, beside the vendor's turn; None when no down payment is awaited."""
        if proposal.down_payment_due is None:
            return None
        paying = [person for person in self._who(proposal, "can_approve") if person.can_see_invoices]
        return Turn("customer", "pay", reach=_ids(paying))

    def _turn(self, proposal: Proposal, state: State) -> Turn | None:
        version = current_key(proposal)
        if state is State.SENT:
            return self._while_sent(proposal)
        if state is State.APPROVED and self.copies.get(version) == CopyState.REFUSED:
            return Turn("customer", "send_copy_again", reach=_ids(self._who(proposal, "can_sign")))
        if state is State.APPROVED and (ours := self.countersigners.get(version)):
            return Turn("vendor", "countersign", tuple(dict.fromkeys(each.member.name for each in ours)))
        return Turn("vendor", _VENDOR_HAS_TO[state]) if state in _VENDOR_HAS_TO else None

    def _while_sent(self, proposal: Proposal) -> Turn:
        if self.questions.get(proposal.pk):
            return Turn("vendor", "answer")
        if (unanswered := self.negotiated.get(proposal.pk)) is not None:
            return Turn("vendor", "answer_points" if unanswered else "take_points")
        blockers = self.blockers.get(current_key(proposal), [])
        if whose_turn(blockers) == "vendor":
            has_to = {blocker.what for blocker in blockers}
            return Turn("vendor", next(task for task in _CONTRACTS_ASK_VENDOR if task in has_to))
        theirs = [blocker for blocker in blockers if blocker.side == "customer"]
        if not theirs:
            approvers = self._who(proposal, "can_approve")
            return Turn("customer", "approve", tuple(person.name for person in approvers), _ids(approvers))
        names = tuple(dict.fromkeys(blocker.name for blocker in theirs if blocker.name))
        called = {blocker.panel_user_id for blocker in theirs if blocker.panel_user_id}
        if any(blocker.panel_user_id is None for blocker in theirs):
            called |= {person.pk for person in self._who(proposal, "can_sign")}
        called &= {person.pk for person in self.people.get(proposal.customer_id, [])}
        signing = any(blocker.what == "sign" for blocker in theirs)
        return Turn("customer", "sign" if signing else "send_copy", names, tuple(sorted(called)))

    def _who(self, proposal: Proposal, right: str) -> list[PanelUser]:
        """The customer's people with this right who see the sale and can be asked."""
        named = self.shares.get(proposal.pk, set())
        people = [one for one in self.people.get(proposal.customer_id, []) if getattr(one, right)]
        return [one for one in people if proposal.shared_with_all or one.pk in named]


def standing_of(proposals: Sequence[Proposal], at: datetime) -> Standing:
    """Fetches for these sales (of one company) who blocks them; the number of queries does not depend on theirs."""
    sent = [proposal for proposal in proposals if proposal.state_at(at) is State.SENT]
    # What became of a copy asks nobody for anything once its sale is an order or came to an end.
    goes_on = [proposal for proposal in proposals if MOVES.find("copy.check", proposal.state_at(at))]
    asked = [*goes_on, *(one for one in proposals if one.state == State.ORDER and one.down_payment_due)]
    policy = proposals[0].company.copies_policy if proposals else ""
    copies, arrived = _copies([current_key(proposal) for proposal in goes_on])
    return Standing(
        blockers=blocking_of([current_key(proposal) for proposal in sent], policy),
        copies=copies,
        arrived=arrived,
        questions=_questions(proposals),
        people=_people({proposal.customer_id for proposal in asked}),
        shares=_shares([proposal for proposal in asked if not proposal.shared_with_all]),
        countersigners=awaiting_ours([current_key(one) for one in proposals if one.state == State.APPROVED]),
        negotiated=_negotiated(sent),
    )


def _people(customers: set[int]) -> dict[int, list[PanelUser]]:
    found: dict[int, list[PanelUser]] = defaultdict(list)
    acting = Q(can_approve=True) | Q(can_sign=True)
    for person in PanelUser.objects.within_reach().filter(acting, customer__in=customers):
        found[person.customer_id].append(person)
    return found


def _ids(people: Sequence[PanelUser]) -> tuple[int, ...]:
    return tuple(person.pk for person in people)


def _copies(versions: Sequence[int]) -> tuple[dict[int, str], dict[int, Arrived]]:
    """Per version, by keys: a copy waits to be checked, or a contract has refused ones only; and how the first came."""
    rows = SignedCopy.objects.filter(contract__version__in=versions).values_list(
        "contract__version_id", "contract_id", "contract__completed_at", "state", "uploaded_at", "registered_by_id"
    )
    states: dict[tuple[int, int], set[str]] = defaultdict(set)
    arrived: dict[int, Arrived] = {}
    for version_id, contract_id, completed_at, state, came_at, registered_by in rows:
        if version_id is not None and completed_at is None:
            states[version_id, contract_id].add(state)
            if state == CopyState.TO_CHECK:
                # The newest comes first: what stays is the oldest.
                arrived[version_id] = Arrived(came_at, by_us=registered_by is not None)
    found: dict[int, str] = {}
    for (version_id, _contract_id), seen in states.items():
        if CopyState.TO_CHECK in seen:
            found[version_id] = CopyState.TO_CHECK
        elif seen == {CopyState.REFUSED}:
            found.setdefault(version_id, CopyState.REFUSED)
    return found, arrived


def _questions(proposals: Sequence[Proposal]) -> dict[int, int]:
    rows = Question.objects.unanswered().filter(proposal__in=proposals).order_by()
    return dict(rows.values_list("proposal").annotate(Count("pk")))


def _negotiated(proposals: Sequence[Proposal]) -> dict[int, bool]:
    unanswered = Count("points", filter=Q(points__outcome=""))
    rows = CounterOffer.objects.standing().filter(proposal__in=proposals).order_by()
    return {sale: bool(count) for sale, count in rows.values_list("proposal").annotate(count=unanswered)}


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
