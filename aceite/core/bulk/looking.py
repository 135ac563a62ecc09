"""What an act would do to each of some sales: the same questions the verbs ask, asked before and of many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext_lazy

from aceite.core.bulk.models import BulkAct, BulkKind, FileKind
from aceite.core.people.models import Member
from aceite.core.people.sight import sellers_seen
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require_move
from aceite.core.proposals.reassigning import passes_to, reassign
from aceite.core.sales.extending import extend, moves_to
from aceite.core.sales.reminding import asking_of, remind
from aceite.core.trail.refusals import Refusal

VERBS: Final = {
    BulkKind.REMIND: "proposal.remind",
    BulkKind.EXTEND: "proposal.extend",
    BulkKind.REASSIGN: "proposal.reassign",
    BulkKind.EXPORT: "sale.export",
}


class NothingToDo(Refusal):
    """The sale is already as the act would make it."""

    sentence = gettext_lazy("Já está assim. Nada mudou.")


class OutOfSight(Refusal):
    """Whoever ordered the act does not see, or no longer may change, this sale."""

    sentence = gettext_lazy("Você não pode mais mudar esta venda.")


class NotShown(Refusal):
    """Whoever wants the sale written down does not see it any more."""

    sentence = gettext_lazy("Você não vê mais esta venda.")


@dataclass(frozen=True)
class Choice:
    """What is to be done with every sale: a kind of act, with the day, the member or the kind of file it needs."""

    kind: BulkKind
    valid_until: date | None = None
    seller: Member | None = None
    file_kind: FileKind | None = None

    @classmethod
    def of(cls, act: BulkAct) -> "Choice":
        """What was ordered."""
        file_kind = FileKind(act.file_kind) if act.file_kind else None
        return cls(BulkKind(act.kind), act.valid_until, act.seller, file_kind)

    @property
    def verb(self) -> str:
        """The verb that each sale is asked for."""
        return VERBS[self.kind]


Look = Callable[[Proposal], bool]


def refusals(choice: Choice, sales: Sequence[Proposal], *, by: Member, at: datetime) -> dict[int, str]:
    """By sale, why nothing would happen to it now; the others would be acted on. Of sales fetched `with_sheet()`."""
    look, seen = _look(choice, sales, at), sellers_seen(by, at=at)
    found = {}
    for sale in sales:
        try:
            _refuse_blind(choice, sale, by, seen)
            if not look(sale):
                raise NothingToDo
        except Refusal as refusal:
            found[sale.pk] = str(refusal)
    return found


def act_on(choice: Choice, sale: Proposal, *, by: Member, at: datetime) -> None:
    """Does it to one sale, through the verb that its own page calls. Raises what that raises, and NothingToDo."""
    _refuse_blind(choice, sale, by, sellers_seen(by, at=at))
    if choice.kind is BulkKind.REMIND:
        remind(sale, by=by, at=at)
        return
    if not _look(choice, [sale], at)(sale):
        raise NothingToDo
    if choice.valid_until is not None:
        extend(sale, valid_until=choice.valid_until, by=by, at=at)
    elif choice.seller is not None:
        reassign(sale, choice.seller, by=by, at=at)


def _refuse_blind(choice: Choice, sale: Proposal, by: Member, seen: tuple[int, ...] | None) -> None:
    if not by.may(choice.verb) or sale.company_id != by.company_id or (seen is not None and sale.seller_id not in seen):
        raise NotShown if choice.kind is BulkKind.EXPORT else OutOfSight


def _look(choice: Choice, sales: Sequence[Proposal], at: datetime) -> Look:
    """The question that tells whether a sale would be changed; it raises why not."""
    day, seller = choice.valid_until, choice.seller
    match choice.kind:
        case BulkKind.REMIND:
            asking = asking_of(sales, at)
            return lambda sale: bool(asking.turn(sale, at))
        case BulkKind.EXTEND:
            # While no day is chosen, only whether the state of the sale allows one.
            return lambda sale: moves_to(sale, day, at) if day else bool(require_move("proposal.extend", sale, at))
        case BulkKind.EXPORT:
            return lambda sale: True
        case _:
            return lambda sale: passes_to(sale, seller) if seller else True
