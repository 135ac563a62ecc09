"""The list price that a line remembers: what the catalogue and the price lists asked when its price was written.

Who lowers a price after that, or writes the item as a free line, gives a discount all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from aceite.core.catalog.models import Item
from aceite.core.prices.finding import ladders
from aceite.core.prices.rungs import on_rung
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.models import ProposalVersion


@dataclass(frozen=True)
class Remembered:
    """What a line that is about to be written anew remembers."""

    item_id: int | None
    quantity: Decimal
    unit_price: Decimal
    list_price: Decimal | None


def memory_of(version: ProposalVersion) -> dict[str, Remembered]:
    """What the lines of a version remember, by their keys."""
    return {
        line.own_key: Remembered(line.item_id, line.quantity, line.unit_price, line.list_price)
        for line in version.lines.all()
    }


def list_prices(
    version: ProposalVersion, lines: Sequence[DraftLine], before: Mapping[str, Remembered], day: date
) -> list[Decimal | None]:
    """For each line what it remembers from now on; None where no list ever knew it."""
    items = _items(version, lines, before)
    anew = {n: item for n, item in enumerate(items) if item and not _stands(lines[n], before.get(lines[n].key), item)}
    found = ladders(set(anew.values()), version.proposal.customer, day)
    return [
        on_rung(found[anew[n].pk], line.quantity).price if n in anew else _kept(before.get(line.key))
        for n, line in enumerate(lines)
    ]


def _items(version: ProposalVersion, lines: Sequence[DraftLine], before: Mapping[str, Remembered]) -> list[Item | None]:
    """The item of each line: its own, the one it had, or the one whose code it bears."""
    ids = [line.item_id or (before[line.key].item_id if line.key in before else None) for line in lines]
    codes = {line.code for line, pk in zip(lines, ids, strict=True) if pk is None and line.code}
    own = Item.objects.filter(company=version.company_id)
    by_id = {item.pk: item for item in own.filter(pk__in={pk for pk in ids if pk is not None})}
    by_code = {item.code: item for item in own.active().filter(code__in=codes)} if codes else {}
    return [by_id.get(pk) if pk is not None else by_code.get(line.code) for pk, line in zip(ids, lines, strict=True)]


def _stands(line: DraftLine, known: Remembered | None, item: Item) -> bool:
    if known is None or known.list_price is None or known.item_id not in {None, item.pk}:
        return False
    return (known.quantity, known.unit_price) == (line.quantity, line.unit_price)


def _kept(known: Remembered | None) -> Decimal | None:
    return known.list_price if known else None
