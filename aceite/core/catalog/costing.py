"""What an item costs the company: known to those who may see it, and to the rules that guard a margin."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.catalog.actions import fits_the_column
from aceite.core.catalog.models import Item
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit


def set_cost(item: Item, cost: Decimal | None, *, by: Actor, at: datetime) -> Item:
    """Writes down what one unit costs, in reais; None where nobody knows. Raises NotAllowed, Unfit."""
    if by.company_id != item.company_id or not by.may("cost.set"):
        raise NotAllowed
    if cost is not None and not fits_the_column(cost):
        raise Unfit("cost", _("O custo não pode ser negativo nem ter mais de 11 números antes da vírgula."))
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=item.pk)
        if locked.cost != cost:
            locked.cost = cost
            locked.save(update_fields=["cost"])
            record("item.changed", by=by, at=at, data={"item": locked.pk, "fields": ["cost"]})
    return locked
