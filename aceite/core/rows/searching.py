"""Finding rows by the words of their `search` column, through its trigram index where few rows hold them."""

from typing import Any, Final, TypeVar

from django.db import connection
from django.db.models import Field, Q, QuerySet
from django.db.models.expressions import RawSQL

from aceite.core.rows.search_index import SEARCHED, index_of
from aceite.kit.text import needles

Rows = TypeVar("Rows", bound="QuerySet[Any]")
# What so many rows hold is found sooner by walking through the list until a page is full.
FEW: Final = 2000


def found(rows: Rows, typed: str) -> Rows:
    """Those of `rows` whose `search` holds every word typed, without case or accents; all of them when none was.

    On PostgreSQL call it within a company's scope (or everywhere): the index shows no other company's rows.
    """
    wanted = needles(typed)
    holding = Q()
    for needle in wanted:
        holding &= Q(search__contains=needle)
    if not wanted or rows.model._meta.db_table not in SEARCHED:
        return rows.filter(holding)
    keys = _keys(rows.model._meta.db_table, wanted)
    if keys is None:
        return rows.filter(holding)
    if not keys:
        return rows.none()
    return rows.filter(holding, pk__in=one_of(keys, rows.model._meta.pk))


def _keys(table: str, wanted: list[str]) -> list[int] | None:
    """The keys of the rows that may hold them; None when there are many."""
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
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) <= FEW else None


def one_of(keys: list[int], field: "Field[Any, Any]") -> RawSQL:
    """What `pk__in` takes for these keys."""
    # One parameter however many there are: a statement of its own for each number of them is prepared only once.
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [f"[{','.join(map(str, keys))}]"], field)
    return RawSQL("SELECT unnest(%s::bigint[])", [keys], field)
