"""How many sales stand where and what they add up to, told without counting them: rows kept by the database itself.

Every change of a sale adds two rows to `TallyChange`, what it was and what it is, so that two acts never wait for one
another; a job folds them into `Tally` (tallying). Both together are always what a recount would find.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import connection, models


class _Told(models.Model):
    """What both tables hold. `month` counts from year 0; `seconds` went by from first sending to the approvals."""

    company_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    month = models.PositiveIntegerField()
    standing = models.CharField(max_length=10)
    size = models.PositiveSmallIntegerField()
    count = models.BigIntegerField()
    cents = models.BigIntegerField()
    seconds = models.BigIntegerField()

    class Meta:
        abstract = True


class Tally(_Told):
    """The sales of one seller, made in one month, of one size, that stand in one state."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "seller_id", "month", "standing", "size"], name="one_tally_per_standing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.standing} {self.month}: {self.count}"


class TallyChange(_Told):
    """A sale that came to where it stands (count 1), or left it (count -1)."""

    class Meta:
        indexes = [models.Index(fields=["company_id"], name="changes_of_a_company")]

    def __str__(self) -> str:
        return f"{self.standing} {self.month}: {self.count:+}"


@dataclass(frozen=True)
class Sum:
    """Sales of one kind: how many, worth what, and in how many seconds their approvals came, all together."""

    count: int = 0
    total: Decimal = Decimal(0)
    seconds: int = 0

    def __neg__(self) -> "Sum":
        return Sum(-self.count, -self.total, -self.seconds)

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.count + other.count, self.total + other.total, self.seconds + other.seconds)


@dataclass(frozen=True)
class Part:
    """Where a sum belongs; `standing` is the state, or that the clock has told of the end."""

    seller_id: int
    standing: str
    size: int


@dataclass(frozen=True)
class Tallies:
    """What is told of one company's sales."""

    company_id: int

    def parts(self, *, seller_id: int | None = None, months: tuple[int, int] | None = None) -> dict[Part, Sum]:
        """The sums of all sales, of one seller's, of those made in these months (both included). One query."""
        narrowed, values = ["company_id = %s"], [self.company_id]
        if seller_id is not None:
            narrowed, values = [*narrowed, "seller_id = %s"], [*values, seller_id]
        if months is not None:
            narrowed, values = [*narrowed, "month BETWEEN %s AND %s"], [*values, *months]
        rows = " UNION ALL ".join(_ROWS.format(table, " AND ".join(narrowed)) for table in _TABLES)
        with connection.cursor() as cursor:
            cursor.execute(_PARTS.format(rows), values * len(_TABLES))
            found = cursor.fetchall()
        return {Part(*place): Sum(int(n), Decimal(int(cents)) / 100, int(s)) for *place, n, cents, s in found}

    def by_standing(self, **narrowed: Any) -> dict[str, Sum]:
        """The same by state alone."""
        return summed((part.standing, one) for part, one in self.parts(**narrowed).items())


_TABLES: Final = ("proposals_tally", "proposals_tallychange")
_ROWS: Final = "SELECT seller_id, standing, size, count, cents, seconds FROM {} WHERE {}"
_PARTS: Final = """SELECT seller_id, standing, size, SUM(count), SUM(cents), SUM(seconds) FROM ({}) told
 GROUP BY seller_id, standing, size HAVING SUM(count) <> 0"""


def summed(pairs: "Iterable[tuple[Any, Sum]]") -> dict[Any, Sum]:
    """The sums that belong to the same key, added up."""
    found: dict[Any, Sum] = {}
    for key, one in pairs:
        found[key] = found.get(key, Sum()) + one
    return found


def month_of(year: int, month: int) -> int:
    """How a tally counts months."""
    return year * 12 + month - 1
