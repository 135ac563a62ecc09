"""How many sales stand where and what they add up to, told without counting them: rows kept by the database itself.

Every change of a sale adds two rows to `TallyChange`, what it was and what it is, so that two acts never wait for one
another; a job folds them into `Tally` (tallying). Both together are always what a recount would find.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

# From the first month there can be to the last, and what stands for all of them.
EVER: Final = (1, 2**31 - 1)
WHOLE: Final = (0, 0)


class _Told(models.Model):
    """What both tables hold. `month` counts from year 0; `seconds` went by from first sending to the approvals."""

    company_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    month = models.PositiveIntegerField()
    standing = models.CharField(max_length=10)
    size = models.PositiveSmallIntegerField()
    # Why the customer said no, of declined ones.
    reason = models.CharField(max_length=20, blank=True)
    count = models.BigIntegerField()
    cents = models.BigIntegerField()
    seconds = models.BigIntegerField()

    class Meta:
        abstract = True


class Tally(_Told):
    """The sales of one seller, made in one month, of one size, that stand in one state; month 0 (and size 0) is all."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company_id", "month", "seller_id", "standing", "size", "reason"], name="one_tally_per_standing"
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
    reason: str = ""


@dataclass(frozen=True)
class Tallies:
    """What is told of one company's sales."""

    company_id: int
    # Whose sales are told of; everybody's when it is None.
    sellers: tuple[int, ...] | None = None

    def parts(self, *, seller_id: int | None = None, months: tuple[int, int] = EVER) -> dict[Part, Sum]:
        """The sums of all sales, of one seller's, of those made in these months (both included). One query."""
        found = self._asked(("seller_id", "standing", "size", "reason"), seller_id, months, months)
        return {Part(int(seller), standing, int(size), reason): one for (seller, standing, size, reason), one in found}

    def by_standing(self, *, seller_id: int | None = None, months: tuple[int, int] = EVER) -> dict[str, Sum]:
        """The same by state alone; of all months it looks at a few rows only."""
        found = self._asked(("standing",), seller_id, WHOLE if months == EVER else months, months)
        return {standing: one for (standing,), one in found}

    def narrowed(self, seller_id: int | None) -> tuple[str, list[int]]:
        """A condition under which rows are of those sellers, with its values; `seller_id` asks for one of them."""
        asked: list[tuple[int, ...]] = [] if seller_id is None else [(seller_id,)]
        asked += [] if self.sellers is None else [self.sellers]
        marks = "".join(f" AND seller_id IN ({', '.join(['%s'] * len(some))})" for some in asked)
        return marks, [each for some in asked for each in some]

    def _asked(
        self, keys: tuple[str, ...], seller_id: int | None, kept: tuple[int, int], changed: tuple[int, int]
    ) -> Iterator[tuple[list[Any], Sum]]:
        of, last = self.narrowed(seller_id)
        narrowed = f"company_id = %s AND month BETWEEN %s AND %s{of}"
        columns = ", ".join(keys)
        rows = " UNION ALL ".join(
            f"SELECT {columns}, count, cents, seconds FROM {table} WHERE {narrowed}"
            for table in ("proposals_tally", "proposals_tallychange")
        )
        sums = f"SELECT {columns}, SUM(count), SUM(cents), SUM(seconds) FROM ({rows}) told GROUP BY {columns}"
        values = [self.company_id, *kept, *last, self.company_id, *changed, *last]
        for *key, count, cents, seconds in counted(sums, values):
            yield key, Sum(int(count), Decimal(int(cents)) / 100, int(seconds))


def counted(sums: str, values: Sequence[int], measure: str = "count", ordered: str = "") -> list[tuple[Any, ...]]:
    """What such a statement tells, without what was told and taken back."""
    with connection.cursor() as cursor:
        # Whole numbers, which stand in the statement: it is planned for so many months.
        cursor.execute(f"{sums} HAVING SUM({measure}) <> 0 {ordered}" % tuple(map(int, values)))
        return list(cursor.fetchall())


def month_of(day: date) -> int:
    """How a tally counts months."""
    return day.year * 12 + day.month - 1


def added_up(rows: "models.QuerySet[Any, Any]") -> dict[str, Sum]:
    """How many of these rows have each `now`, and what their `cents` come to; the rows may be cut to so many.

    Django groups no rows that are cut; and the database adds a thousand up sooner than it tells them.
    """
    try:
        found, values = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        # Django's own words, with its marks for values.
        cursor.execute(f"SELECT now, COUNT(*), SUM(cents) FROM ({found}) found GROUP BY now", values)
        return {now: Sum(count, Decimal(int(cents)) / 100) for now, count, cents in cursor.fetchall()}


def summed(pairs: "Iterable[tuple[Any, Sum]]") -> dict[Any, Sum]:
    """The sums that belong to the same key, added up."""
    found: dict[Any, Sum] = {}
    for key, one in pairs:
        found[key] = found.get(key, Sum()) + one
    return found
