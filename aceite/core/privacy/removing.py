"""Removing a whole sale at the end of its time, chain and all: the company's chain keeps how many events went, and how
they ended.

It is the one path on which events of the trail are deleted. The triggers let it pass only after the company's own chain
says so, and on PostgreSQL only for the owner of the tables, who serves nobody (trail.walls).
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.people.models import OneTimeCode
from aceite.core.privacy.clearing import clear_sale, rows_of
from aceite.core.privacy.models import ClearedSale
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.rows.hanging import named_by
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Event, PersonalValue
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit

LONGEST_REASON = 400


def remove_sale(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> int:
    """Removes the sale and every row of it; returns how many events went.

    Files are marked as removed and their bytes follow. Raises NotAllowed, Unfit, clearing.TooEarly.
    """
    if by.company_id != proposal.company_id or by.kind != "system":
        raise NotAllowed
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Unfit("reason", _("Escreva o motivo, em até 400 letras."))
    with transaction.atomic():
        locked = lock_sale(proposal)
        clear_sale(locked, by=by, at=at)
        chain = Event.objects.of_chain(locked.company_id, f"sale/{locked.pk}")
        newest = chain.reverse()[0]
        data = {"sale": locked.pk, "number": locked.number, "count": newest.seq, "head": newest.hash}
        record("sale.removed", by=by, at=at, data=data, personal={"reason": reason.strip()})
        _delete_rows(locked)
        chain.order_by()._raw_delete(chain.db)
    return newest.seq


def _delete_rows(proposal: Proposal) -> None:
    # Constraints between the rows are looked at when the transaction ends, so their order is no matter.
    Proposal.objects.filter(amends=proposal).update(amends=None)
    rows = rows_of(proposal)
    codes = named_by(rows, OneTimeCode)
    for model, keys in rows.items():
        gone = model._default_manager.filter(pk__in=keys).order_by()
        gone._raw_delete(gone.db)
    OneTimeCode.objects.filter(pk__in=codes).delete()
    PersonalValue.objects.filter(event__company_id=proposal.company_id, event__chain=f"sale/{proposal.pk}").delete()
    ClearedSale.objects.filter(company_id=proposal.company_id, sale_id=proposal.pk).delete()
