"""New rows, each lot in one statement that is worded once a table."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

Fields = Sequence["models.Field[Any, Any]"]


def insert(row: models.Model) -> None:
    """Puts the row into its table and gives it the key it got.

    For rows without parents, files or listeners of Django's signals: nothing is asked or told besides the INSERT.
    """
    insert_all([row])


def insert_all(rows: Sequence[models.Model]) -> None:
    """The same for rows of one table, in their order; nothing to do when there is none."""
    if not rows:
        return
    table, key = type(rows[0]), type(rows[0])._meta.pk
    fields = _fields(table)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_wording(table, len(rows)), values)
        made = [] if key in fields else cursor.fetchall()
    for row, (pk,) in zip(rows, made, strict=False):
        row.pk = pk
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _fields(table: type[models.Model]) -> Fields:
    # The database gives the key, unless the row brings its own, and works out what is generated.
    own = [field for field in table._meta.local_concrete_fields if not field.generated]
    return [field for field in own if not isinstance(field, models.AutoField)]


@cache
def _wording(table: type[models.Model], count: int) -> str:
    fields, key = _fields(table), table._meta.pk
    quote = connection.ops.quote_name
    row = f"({', '.join(['%s'] * len(fields))})"
    columns = ", ".join(quote(str(field.column)) for field in fields)
    # Names of our own models and marks for values: nothing from outside stands in it.
    sql = f"INSERT INTO {quote(table._meta.db_table)} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608
    return sql if key in fields else f"{sql} RETURNING {quote(str(key.column))}"
