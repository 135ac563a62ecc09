"""The prices of items for one customer on one day, in two queries however many items there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from aceite.core.catalog.models import Item
from aceite.core.customers.models import Customer
from aceite.core.prices.models import Price, PriceList
from aceite.core.prices.rungs import Listed, Reach, Rung, Step, ladder

# The prices of each item by its id, one above the other.
Ladders = dict[int, tuple[Rung, ...]]


def ladders(items: Iterable[Item], customer: Customer, day: date) -> Ladders:
    """What each of these items costs this customer on that day, by quantity."""
    wanted = list(items)
    if not wanted:
        return {}
    lists = list(PriceList.objects.filter(company=customer.company_id).active().on(day).reaching(customer))
    steps: dict[tuple[int, int], list[Step]] = defaultdict(list)
    prices = Price.objects.filter(of__in=lists, item__in=wanted) if lists else Price.objects.none()
    for price in prices:
        steps[price.item_id, price.of_id].append(Step(price.from_quantity, price.price))
    return {item.pk: ladder(item.price, _listed(item, lists, steps), day) for item in wanted}


def _listed(item: Item, lists: Sequence[PriceList], steps: dict[tuple[int, int], list[Step]]) -> list[Listed]:
    return [
        Listed(one.pk, one.name, _reach(one), steps[item.pk, one.pk], one.starts_on, one.ends_on)
        for one in lists
        if (item.pk, one.pk) in steps
    ]


def _reach(one: PriceList) -> Reach:
    if getattr(one, "hers", False):
        return Reach.CUSTOMER
    return Reach.GROUP if getattr(one, "groups", False) else Reach.EVERYBODY
