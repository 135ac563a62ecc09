"""Turning an approved sale into an order (Pedido), which closes it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.models import Company
from aceite.core.companies.numbering import draw, upcoming
from aceite.core.contracts.closing import awaiting_ours, refused_contracts
from aceite.core.contracts.models import Contract, Countersigner
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require_member, require_move
from aceite.core.proposals.states import State
from aceite.core.sales.models import Order
from aceite.core.sales.reasons import kept_reason
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal
from aceite.kit.text import searchable

SERIES = "order"


class CopyRefused(Refusal):
    """A signed copy was refused and no other counts."""

    sentence = gettext_lazy(
        "A via assinada foi recusada e o cliente ainda não enviou outra. Um gerente pode fazer o pedido com um motivo."
    )


class CountersignatureMissing(Refusal):
    """The contract is to be signed for the vendor too; `waiting` says by whom."""

    def __init__(self, waiting: Sequence[Countersigner]) -> None:
        self.waiting = waiting
        names = ", ".join(dict.fromkeys(each.member.name for each in waiting))
        words = _("Falta a assinatura da empresa: %(names)s. O pedido é feito depois dela.")
        super().__init__(words % {"names": names})


def unsigned_by_us(proposal: Proposal) -> list[Countersigner]:
    """The representatives who have not signed a contract yet that the customer's side has signed."""
    version = current_of(proposal)
    return awaiting_ours([version.pk])[version.pk]


def copy_problem(proposal: Proposal) -> list[Contract]:
    """The contracts whose copy was refused and that nothing else fulfils."""
    return refused_contracts(current_of(proposal))


def make_order(proposal: Proposal, *, without_copy_reason: str = "", by: Actor, at: datetime) -> Order:
    """Makes the order of an approved sale, with the next number of the orders' own series ("PED2026-0007").

    With a refused copy only a manager can, with a reason. Twice is the one order. Raises NotAllowed, NotNow,
    CountersignatureMissing, CopyRefused, ReasonNeeded.
    """
    by = require_member("order.make", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        if locked.state == State.ORDER:
            return Order.objects.get(proposal=locked)
        require_move("order.make", locked, at)
        if waiting := unsigned_by_us(locked):
            raise CountersignatureMissing(waiting)
        reason = _reason_without_copy(locked, without_copy_reason, by)
        order = _drawn(locked, reason, by, at)
        locked.state, locked.ordered_at = State.ORDER, at
        locked.waiting_for, locked.waiting_since = "", None
        # A search for the order's number finds the sale.
        locked.search += searchable(order.number)
        locked.save(update_fields=["state", "ordered_at", "waiting_for", "waiting_since", "search"])
        data = {"order": order.pk, "number": order.number, "version": current_of(locked).version}
        personal = {"without_copy_reason": reason} if reason else {}
        record("order.made", sale=locked.pk, by=by, at=at, data=data, personal=personal)
        return order


def next_order_number(company: Company, at: datetime) -> str:
    """The number an order made at that moment gets, unless another is faster."""
    year = at.astimezone(company.tz).year
    return order_number(company, year, upcoming(company_id=company.pk, series=SERIES, year=year))


def order_number(company: Company, year: int, sequence: int) -> str:
    """How an order is called: "PED2026-0007" behind the company's prefix."""
    return f"{company.number_prefix}PED{year}-{sequence:04d}"


def _reason_without_copy(proposal: Proposal, typed: str, by: Member) -> str:
    if not copy_problem(proposal):
        return ""
    if not by.may("order.make_without_copy"):
        raise CopyRefused
    return kept_reason(typed)


def _drawn(proposal: Proposal, reason: str, by: Member, at: datetime) -> Order:
    company = proposal.company
    year = at.astimezone(company.tz).year
    sequence = draw(company_id=company.pk, series=SERIES, year=year)
    return Order.objects.create(
        company=company,
        proposal=proposal,
        version=current_of(proposal),
        number=order_number(company, year, sequence),
        year=year,
        sequence=sequence,
        made_by=by,
        made_at=at,
        without_copy_reason=reason,
    )
