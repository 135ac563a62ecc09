"""In how many sales each item of the catalogue was offered, and how these ended: told without counting them.

Kept like the tallies of the sales (docs/decisions/0020). Told of are sales that were answered or expired, whose lines
never change any more; an item in two lines of a sale counts once.
"""

from collections.abc import Iterator

from django.db import models

from aceite.core.proposals.tallies import EVER, WHOLE, Tallies, counted

# Stands for every seller.
ANYBODY = 0


class _Told(models.Model):
    """What both tables hold; see `tallies`. Seller 0 is all of them, month 0 all months."""

    company_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    month = models.PositiveIntegerField()
    standing = models.CharField(max_length=10)
    item_id = models.BigIntegerField()
    count = models.BigIntegerField()

    class Meta:
        abstract = True


class ItemTally(_Told):
    """The sales with one item that stand in one state."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "seller_id", "month", "standing", "item_id"], name="one_tally_per_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.standing} {self.month}: {self.count}"


class ItemTallyChange(_Told):
    """A sale with the item that came to where it stands (1), or left it (-1)."""

    class Meta:
        indexes = [models.Index(fields=["company_id"], name="item_changes_of_a_company")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.standing} {self.month}: {self.count:+}"


def by_item(
    tallies: Tallies, *, seller_id: int | None = None, months: tuple[int, int] = EVER
) -> Iterator[tuple[int, str, int]]:
    """Item, state, and in how many sales: of all, of one seller's, of those made in these months. One query."""
    whole = seller_id is None and tallies.sellers is None
    of, last = (" AND seller_id = %s", [ANYBODY]) if whole else tallies.narrowed(seller_id)
    changed_of, changed_last = ("", []) if whole else (of, last)
    kept = WHOLE if months == EVER else months
    where = "company_id = %s AND month BETWEEN %s AND %s"
    # Names of our own tables and columns, and marks for values.
    rows = (
        f"SELECT item_id, standing, count FROM proposals_itemtally WHERE {where}{of} UNION ALL "  # noqa: S608
        f"SELECT item_id, standing, count FROM proposals_itemtallychange WHERE {where}{changed_of}"
    )
    sums = f"SELECT item_id, standing, SUM(count) FROM ({rows}) told GROUP BY item_id, standing"  # noqa: S608
    values = [tallies.company_id, *kept, *last, tallies.company_id, *months, *changed_last]
    for item, standing, count in counted(sums, values):
        yield int(item), standing, int(count)
