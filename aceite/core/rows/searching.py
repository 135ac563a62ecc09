"""Finding rows by the words of their `search` column, through its trigram index where few rows hold them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db import connection
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from aceite.core.rows.few import Few
from aceite.core.rows.search_index import SEARCHED, index_of
from aceite.kit.text import needles

Rows = TypeVar("Rows", bound="QuerySet[Any]")
# What more rows hold is found sooner by walking through the list until a page is full; in the list of sales, which
# indexes give in every order, before the keys of others are even read.
FEW: Final = 2000
FEW_SALES: Final = 1000
# So many rows SQLite expects of a query that it knows nothing about.
_EXPECTED: Final = 25


@dataclass(frozen=True)
class Sought:
    """Words sought in one table, with what its index told of them: asked once, however many queries need it."""

    needles: tuple[str, ...]
    # The keys of the rows that may hold them all; None where they are many, or no index was asked.
    keys: tuple[int, ...] | None = None
    # So many rows of the company hold them all, at least.
    least: int = 0


def seek(model: type[Model], typed: str, *, company_id: int | None = None, roughly: bool = False) -> Sought:
    """Asks the table's index, where it has one, for the rows that hold every word typed, without case or accents.

    On PostgreSQL call it within a company's scope (or everywhere): the index shows no other company's rows. SQLite's
    knows no companies, so how many of one's hold them it tells only where `company_id` says whose. `roughly` is enough
    for the first few rows in an order that an index gives: what is taken for many on PostgreSQL is not looked for.
    """
    wanted, table = tuple(needles(typed)), model._meta.db_table
    if not wanted or table not in SEARCHED:
        return Sought(wanted)
    few = FEW_SALES if table == "proposals_proposal" else FEW
    told = connection.vendor == "postgresql" or company_id is not None
    keys = _keys(table, list(wanted), few + 1, company_id, roughly)
    if keys is None:
        return Sought(wanted)
    return Sought(wanted, tuple(keys) if len(keys) <= few else None, len(keys) if told else 0)


def found(rows: Rows, typed: str | Sought) -> Rows:
    """Those of `rows` whose `search` holds every word typed, or already sought; all of them when none was."""
    sought = typed if isinstance(typed, Sought) else seek(rows.model, typed)
    if sought.keys == ():
        return rows.none()
    if sought.keys is None:
        # PostgreSQL takes a LIKE for rare and would look at every row; by a function it walks until the page is full.
        return rows.filter(*(GreaterThan(StrIndex("search", Value(needle)), 0) for needle in sought.needles))
    holding = Q()
    for needle in () if sought.least else sought.needles:
        holding &= Q(search__contains=needle)
    return rows.filter(holding, among("pk", sought.keys))


def _keys(table: str, wanted: list[str], most: int, company_id: int | None, roughly: bool) -> list[int] | None:
    """The keys of the rows that may hold them, at most so many; on SQLite of those of this company that do. None where
    they were taken for too many to look."""
    # Names of our own tables, and marks for values.
    if connection.vendor == "postgresql":
        values: list[Any] = [wanted, most, roughly]
        query = f"SELECT * FROM {index_of(table)}(%s, %s, %s)"  # noqa: S608
    else:
        query, values = _asked_of_sqlite(table, wanted, most, company_id)
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        told = [key for (key,) in cursor.fetchall()]
    return None if told == [None] else told


def _asked_of_sqlite(table: str, wanted: list[str], most: int, company_id: int | None) -> tuple[str, list[Any]]:
    # One group of letters beside the other is enough to leave few; whether the word is there is asked of those.
    trigrams = {needle[at:][:3] for needle in wanted for at in (*range(0, len(needle) - 2, 3), len(needle) - 3)}
    asked = " AND ".join(f'"{trigram.replace(chr(34), chr(34) * 2)}"' for trigram in sorted(trigrams))
    index = index_of(table)
    if company_id is None:
        return f"SELECT rowid FROM {index} WHERE {index} MATCH %s LIMIT %s", [asked, most]  # noqa: S608
    # Row by row as the index gives them, until there are so many; the order of a CROSS JOIN is kept.
    holding = " AND ".join(["instr(held.search, %s) > 0"] * len(wanted))
    return (
        f"SELECT held.id FROM {index} CROSS JOIN {table} held ON held.id = {index}.rowid"  # noqa: S608
        f" WHERE {index} MATCH %s AND held.company_id = %s AND {holding} LIMIT %s",
        [asked, company_id, *wanted, most],
    )


def among(name: str, keys: Sequence[int], *, walked: bool = False) -> Func:
    """The condition that this column holds one of these keys.

    `walked` is said of rows read in an order that an index gives, and few of them: PostgreSQL may then walk that order
    and look each row up among the keys, instead of finding all rows and sorting them.
    """
    if connection.vendor == "sqlite":
        # Where they stand in the statement it counts them, and goes through the sales for a thousand; of a query's it
        # expects 25.
        few = len(keys) < _EXPECTED
        listed = RawSQL(_listed(keys), []) if few else RawSQL("SELECT value FROM json_each(%s)", [f"[{_listed(keys)}]"])
        return Few(listed, name)
    # One parameter however many there are: a statement of its own for each number of them is prepared only once. And
    # keys that stand in the statement are weighed one by one to choose a way, which takes longer than to find the rows.
    given = RawSQL("%s::bigint[]" if walked else "(SELECT %s::bigint[])::bigint[]", [f"{{{_listed(keys)}}}"])
    return Func(F(name), given, template="%(expressions)s", arg_joiner=" = ANY ", output_field=BooleanField())


def _listed(keys: Sequence[int]) -> str:
    # As words: the driver takes longer to word a list of a thousand numbers than the database to find their rows.
    return ",".join(map(str, map(int, keys)))
