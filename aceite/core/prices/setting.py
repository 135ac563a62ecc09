"""What a list says of an item: a price from a quantity on, set, changed and taken away."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.catalog.actions import fits_the_column
from aceite.core.catalog.models import Item
from aceite.core.prices.actions import refuse_pricing
from aceite.core.prices.models import Price, PriceList
from aceite.core.prices.rungs import Step
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit

# Quantities have up to 4 decimals; the column holds 11 digits before them.
_PLACES: Final = Decimal("0.0001")
_TOO_MANY: Final = Decimal(10) ** 11


def set_price(known: PriceList, item: Item, step: Step, *, by: Actor, at: datetime) -> Price:
    """Writes what one unit costs from the step's quantity on (0: always), over what the list said before.

    Proposals keep the prices they have. Raises NotAllowed, Unfit.
    """
    refuse_pricing(by, known.company_id)
    if item.company_id != known.company_id:
        raise NotAllowed
    _require_fit(step)
    with transaction.atomic():
        # The list's row: two who write the same step wait for each other.
        locked = PriceList.objects.select_for_update().get(pk=known.pk)
        place = {"company_id": locked.company_id, "of": locked, "item": item, "from_quantity": step.from_quantity}
        standing = Price.objects.filter(**place).first()
        if standing is not None and standing.price == step.price:
            return standing
        price = standing or Price(**place)
        price.price = step.price
        price.save()
        _told("price.set", price, by, at)
    return price


def remove_price(price: Price, *, by: Actor, at: datetime) -> None:
    """The list says nothing more of the item from that quantity on. Twice is harmless. Raises NotAllowed."""
    refuse_pricing(by, price.company_id)
    with transaction.atomic():
        PriceList.objects.select_for_update().get(pk=price.of_id)
        standing = Price.objects.filter(pk=price.pk).first()
        if standing is not None:
            _told("price.removed", standing, by, at)
            standing.delete()


def _require_fit(step: Step) -> None:
    if not fits_the_column(step.price):
        raise Unfit("price", _("O preço não pode ser negativo nem ter mais de 11 números antes da vírgula."))
    quantity = step.from_quantity
    if not quantity.is_finite() or not 0 <= quantity < _TOO_MANY:
        raise Unfit("from_quantity", _("A quantidade não pode ser negativa nem tão grande."))
    if quantity != quantity.quantize(_PLACES):
        raise Unfit("from_quantity", _("A quantidade tem no máximo 4 casas depois da vírgula."))


def _told(kind: str, price: Price, by: Actor, at: datetime) -> None:
    told = {"price_list": price.of_id, "item": price.item_id, "from": f"{price.from_quantity.normalize():f}"}
    record(kind, by=by, at=at, data=told | {"price": f"{price.price.normalize():f}"})
