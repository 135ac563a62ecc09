"""In how many sales each item of the catalogue was offered, and in how many won: told without counting them.

Kept like the tallies of the sales (docs/decisions/0020). Told of are sales that were answered or expired, whose lines
never change any more; an item in two lines of a sale counts once.
"""

from django.db import models

from aceite.core.proposals.tallies import EVER, WHOLE, Tallies, counted

# Stands for every seller.
ANYBODY = 0


class _Told(models.Model):
    """What both tables hold; see `tallies`. Seller 0 is all of them, month 0 all months."""

    company_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    month = models.PositiveIntegerField()
    item_id = models.BigIntegerField()
    answered = models.BigIntegerField()
    # Those of the answered that were approved.
    won = models.BigIntegerField()

    class Meta:
        abstract = True


class ItemTally(_Told):
    """The sales with one item of one seller, made in one month."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "seller_id", "month", "item_id"], name="one_tally_per_item")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.month}: {self.won} of {self.answered}"


class ItemTallyChange(_Told):
    """A sale with the item that came to where it stands (1), or left it (-1)."""

    class Meta:
        indexes = [models.Index(fields=["company_id"], name="item_changes_of_a_company")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.month}: {self.won:+} of {self.answered:+}"


def by_item(
    tallies: Tallies,
    *,
    seller_id: int | None = None,
    months: tuple[int, int] = EVER,
    most: int | None = None,
    item_id: int | None = None,
) -> list[tuple[int, int, int]]:
    """Item, how many sales with it were answered, how many won: of all sales, of one seller's, of those made in these
    months; the most answered first, `most` of them where it is given, or one item alone. One query."""
    whole = seller_id is None and tallies.sellers is None
    of, last = (" AND seller_id = %s", [ANYBODY]) if whole else tallies.narrowed(seller_id)
    changed_of, changed_last = ("", []) if whole else (of, last)
    kept = WHOLE if months == EVER else months
    where = "company_id = %s AND month BETWEEN %s AND %s" + (" AND item_id = %s" if item_id else "")
    only = [item_id] if item_id else []
    # Names of our own tables and columns, and marks for values.
    rows = (
        f"SELECT item_id, answered, won FROM proposals_itemtally WHERE {where}{of} UNION ALL "  # noqa: S608
        f"SELECT item_id, answered, won FROM proposals_itemtallychange WHERE {where}{changed_of}"
    )
    sums = f"SELECT item_id, SUM(answered), SUM(won) FROM ({rows}) told GROUP BY item_id"  # noqa: S608
    values = [tallies.company_id, *kept, *only, *last, tallies.company_id, *months, *only, *changed_last]
    ordered = f"ORDER BY SUM(answered) DESC, item_id{f' LIMIT {most}' if most else ''}"
    return [(int(item), int(answered), int(won)) for item, answered, won in counted(sums, values, "answered", ordered)]


def answered_with(tallies: Tallies, item_id: int) -> int:
    """How many sales with this item were answered or expired. One query."""
    return sum(answered for _item, answered, _won in by_item(tallies, item_id=item_id))
