"""Finding rows by the words of their `search` column, through its trigram index where few rows hold them."""

from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db import connection
from django.db.models import Field, Model, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from aceite.core.rows.search_index import SEARCHED, index_of
from aceite.kit.text import needles

Rows = TypeVar("Rows", bound="QuerySet[Any]")
# What so many rows hold is found sooner by walking through the list until a page is full.
FEW: Final = 2000


@dataclass(frozen=True)
class Sought:
    """Words sought in one table, with what its index told of them: asked once, however many queries need it."""

    needles: tuple[str, ...]
    # The keys of the rows that may hold them all; None where they are many, or no index was asked.
    keys: tuple[int, ...] | None = None
    # So many rows of the company hold them all, at least.
    least: int = 0


def seek(model: type[Model], typed: str) -> Sought:
    """Asks the table's index, where it has one, for the rows that hold every word typed, without case or accents.

    On PostgreSQL call it within a company's scope (or everywhere): the index shows no other company's rows.
    """
    wanted, table = tuple(needles(typed)), model._meta.db_table
    if not wanted or table not in SEARCHED:
        return Sought(wanted)
    keys = _keys(table, list(wanted))
    # SQLite's index tells only that they may: one group of letters is asked for beside the other.
    least = len(keys) if connection.vendor == "postgresql" else 0
    return Sought(wanted, tuple(keys) if len(keys) <= FEW else None, least)


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
    return rows.filter(holding, pk__in=one_of(list(sought.keys), rows.model._meta.pk))


def _keys(table: str, wanted: list[str]) -> list[int]:
    """The keys of the rows that may hold them, at most FEW and one more."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # One beside the other is enough to leave few; whether the word is there is asked of those.
            trigrams = {needle[at:][:3] for needle in wanted for at in (*range(0, len(needle) - 2, 3), len(needle) - 3)}
            asked = " AND ".join(f'"{trigram.replace(chr(34), chr(34) * 2)}"' for trigram in sorted(trigrams))
            index = index_of(table)
            # Names of our own tables, and marks for values.
            cursor.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH %s LIMIT %s", [asked, FEW + 1])  # noqa: S608
        else:
            cursor.execute(f"SELECT * FROM {index_of(table)}(%s, %s)", [wanted, FEW + 1])  # noqa: S608
        return [key for (key,) in cursor.fetchall()]


def one_of(keys: list[int], field: "Field[Any, Any]") -> RawSQL:
    """What `pk__in` takes for these keys."""
    # One parameter however many there are: a statement of its own for each number of them is prepared only once.
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [f"[{','.join(map(str, keys))}]"], field)
    return RawSQL("SELECT unnest(%s::bigint[])", [keys], field)
