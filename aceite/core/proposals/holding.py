"""Which versions hold an item of the catalogue: asked once, however many queries need it."""

from dataclasses import dataclass

from django.db.models import Subquery

from aceite.core.catalog.models import Item
from aceite.core.proposals.contents import Line, LineQuerySet
from aceite.core.rows.searching import FEW


@dataclass(frozen=True)
class Holding:
    """An item with the versions that hold it, whether or not they count; None where they are many.

    `walked`: they are sought for a page of the list; not so to be counted.
    """

    item_id: int
    versions: tuple[int, ...] | None
    walked: bool = True

    @property
    def least(self) -> int:
        """So many versions hold it at least, whether or not they count."""
        return FEW + 1 if self.versions is None else len(self.versions)


def held(item_id: int) -> Holding:
    """Asks for the versions in which a line that the total counts is of this item."""
    lines = holding_lines(item_id).order_by().values_list("version", flat=True)
    versions = tuple(lines[: FEW + 1])
    # What many hold is found sooner by walking through the list, as with words.
    return Holding(item_id, versions if len(versions) <= FEW else None)


def holding_lines(item_id: int) -> LineQuerySet:
    """The lines of this item that the total counts."""
    # An item is of one company, with which the index begins.
    company = Subquery(Item.objects.filter(pk=item_id).order_by().values("company"))
    return Line.objects.counted().filter(company=company, item=item_id)
