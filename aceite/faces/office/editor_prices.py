"""What the items of a proposal cost its customer, by quantity: told to the page, offered where another price stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone

from aceite.core.catalog.models import Item
from aceite.core.customers.models import Customer
from aceite.core.prices.finding import Ladders, ladders
from aceite.core.prices.rungs import Rung, on_rung
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.editor_forms import number_in
from aceite.faces.office.forms.rows import Row
from aceite.faces.ui.formats import trimmed
from aceite.faces.ui.forms import Form
from aceite.kit.money import ZERO


@dataclass(frozen=True)
class Prices:
    """The prices of some items for one customer today."""

    ladders: Ladders = field(default_factory=dict)

    def told(self) -> dict[str, list[list[str]]]:
        """By the item's id: from what quantity on, the price as typed here, the list that says so."""
        return {str(pk): told(rungs) for pk, rungs in self.ladders.items()}

    def at(self, item: object, quantity: Decimal) -> Rung | None:
        """What so many of an item cost; None for one that is not of the catalogue."""
        rungs = self.ladders.get(_key(item) or 0)
        return on_rung(rungs, quantity) if rungs else None

    def offer(self, form: Form) -> Rung | None:
        """The list price for a line on which another price stands."""
        try:
            listed = self.at(form["item"].value(), number_in(form, "quantity"))
            typed = number_in(form, "unit_price")
        except ValidationError:
            return None
        return listed if listed and typed and listed.price != typed else None


def prices_for(request: OfficeRequest, customer: Customer | None, items: Iterable[Item]) -> Prices:
    """What these items cost this customer today; by the catalogue where nobody is named."""
    if customer is None:
        return Prices({item.pk: (Rung(ZERO, item.price),) for item in items})
    today = timezone.localdate(timezone=request.scope.company.tz)
    return Prices(ladders(items, customer, today))


def prices_of_rows(request: OfficeRequest, customer: Customer | None, rows: Iterable[Row]) -> Prices:
    """What the items on these rows cost."""
    keys = {key for row in rows if (key := _key(row.get("item")))}
    return prices_for(request, customer, request.scope.items.filter(pk__in=keys)) if keys else Prices()


def told(rungs: Iterable[Rung]) -> list[list[str]]:
    """The prices of an item as a page reads them."""
    return [[trimmed(one.from_quantity, 0), trimmed(one.price, 2), one.name] for one in rungs]


def _key(item: object) -> int | None:
    said = str(item or "")
    return int(said) if said.isdecimal() and len(said) < 19 else None
