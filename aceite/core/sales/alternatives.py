"""Several offers for one need: made from each other, put together and taken apart while they are drafts."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of, lock_sale, lock_sales
from aceite.core.proposals.models import AlternativeGroup, Proposal
from aceite.core.proposals.permitting import require, require_move
from aceite.core.sales.copying import copy_sale
from aceite.core.sales.extending import last_valid_day
from aceite.core.sales.grouping import DECIDED
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal


class OtherCustomer(Refusal):
    """Alternatives are offered to one customer."""

    sentence = gettext_lazy("As alternativas são de um mesmo cliente. Escolha uma proposta deste cliente.")


class GroupDecided(Refusal):
    """One of the alternatives was approved already."""

    sentence = gettext_lazy("Uma destas alternativas já foi aprovada: nenhuma outra entra no lugar. Nada foi mudado.")


class OfAnAmendment(Refusal):
    """An amendment says what changes of one order: there is one at a time."""

    sentence = gettext_lazy("Um aditivo não tem alternativas. Para oferecer outra mudança, faça outro aditivo.")


class InAnotherGroup(Refusal):
    """The draft stands among other alternatives."""

    sentence = gettext_lazy("Esta proposta já está entre outras alternativas. Tire-a de lá primeiro.")


def make_alternative(proposal: Proposal, *, seller: Member, key: str = "", by: Actor, at: datetime) -> Proposal:
    """A new draft with a number of its own and everything of this sale, offered beside it until the same day.

    The same `key` of a form twice gives the one alternative. Raises NotAllowed, NotNow, GroupDecided,
    OfAnAmendment.
    """
    require("alternative.make", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        require_move("alternative.make", locked, at)
        if locked.amends_id:
            raise OfAnAmendment
        made = copy_sale(locked, valid_until=_same_end(locked, at), seller=seller, key=key, by=by, at=at)
        if made.group_id is None:
            _join(made, locked, by=by, at=at)
        return made


def _same_end(proposal: Proposal, at: datetime) -> date | None:
    """The last valid day of this one, also where it was extended; none once it has passed."""
    version = current_of(proposal)
    last = (last_valid_day(proposal) if proposal.shown_id == version.pk else None) or version.valid_until
    return last if last >= at.astimezone(proposal.company.tz).date() else None


def join_alternatives(draft: Proposal, *, beside: Proposal, by: Actor, at: datetime) -> Proposal:
    """Puts a draft among the alternatives of another sale of the same customer; twice is harmless.

    Raises NotAllowed, NotNow, OtherCustomer, InAnotherGroup, GroupDecided, OfAnAmendment.
    """
    require("alternative.join", draft, by)
    require("alternative.join", beside, by)
    with transaction.atomic():
        joining, other = lock_sales(draft.pk, beside.pk)
        if joining.group_id is not None and joining.group_id == other.group_id:
            return joining
        require_move("alternative.join", joining, at)
        require_move("alternative.make", other, at)
        if joining.customer_id != other.customer_id or joining.pk == other.pk:
            raise OtherCustomer
        if joining.amends_id or other.amends_id:
            raise OfAnAmendment
        if joining.group_id is not None and joining.group and joining.group.proposals.count() > 1:
            raise InAnotherGroup
        _join(joining, other, by=by, at=at)
        return joining


def leave_alternatives(draft: Proposal, *, by: Actor, at: datetime) -> Proposal:
    """Takes a draft out of its alternatives: it goes on by itself. Raises NotAllowed, NotNow; twice is harmless."""
    require("alternative.leave", draft, by)
    with transaction.atomic():
        locked = lock_sale(draft)
        if locked.group_id is None:
            return locked
        require_move("alternative.leave", locked, at)
        data = {"group": locked.group_id}
        locked.group = None
        locked.save(update_fields=["group"])
        record("alternative.left", sale=locked.pk, by=by, at=at, data=data)
        return locked


def _join(joining: Proposal, other: Proposal, *, by: Actor, at: datetime) -> None:
    """Under the lock of `other`: whoever approves an alternative holds them all."""
    if by.company_id != other.company_id:
        raise NotAllowed
    if other.group is None:
        other.group = AlternativeGroup.objects.create(company_id=other.company_id)
        other.save(update_fields=["group"])
    elif other.group.proposals.filter(state__in=DECIDED).exists():
        raise GroupDecided
    joining.group = other.group
    joining.save(update_fields=["group"])
    data = {"group": other.group_id}
    record("alternative.made", sale=other.pk, by=by, at=at, data=data | {"proposal": joining.pk})
    record("alternative.joined", sale=joining.pk, by=by, at=at, data=data | {"proposal": other.pk})
