"""New rows, each lot in one statement that is worded once a table."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import groupby
from typing import Any, Final

from django.db import connection, models

Fields = Sequence["models.Field[Any, Any]"]
_GATHERED: Final[ContextVar[list[models.Model] | None]] = ContextVar("gathered", default=None)
# From so many rows on PostgreSQL takes each column as one list: its driver reads a statement anew for every mark in it.
_MANY: Final = 20


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
    in_columns = connection.vendor == "postgresql" and len(rows) >= _MANY
    with connection.cursor() as cursor:
        if in_columns:
            cursor.execute(_wording_of_columns(table), [values[at :: len(fields)] for at in range(len(fields))])
        else:
            cursor.execute(_wording(table, len(rows)), values)
        made = [] if key in fields else cursor.fetchall()
    for row, (pk,) in zip(rows, made, strict=False):
        row.pk = pk
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def put_copies(rows: Sequence[models.Model], **owner: models.Model) -> None:
    """Puts these rows of one table in once more, as rows of another owner: `version=…`, say, names it."""
    for row in rows:
        row.pk, row._state.adding = None, True
        for name, whose in owner.items():
            setattr(row, name, whose)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows)


@contextmanager
def gathering() -> Iterator[None]:
    """While it lasts, rows given to `insert_soon` wait; at its end those of one table go in by one statement.

    One within another gathers its own. Raised out of, it puts nothing in: the transaction around it fails as well.
    """
    rows: list[models.Model] = []
    token = _GATHERED.set(rows)
    try:
        yield
    finally:
        _GATHERED.reset(token)
    for _table, lot in groupby(rows, type):
        insert_all(list(lot))


def insert_soon(row: models.Model) -> None:
    """`insert` for a row that brings its own key and that nobody asks for before the act ends."""
    waiting = _GATHERED.get()
    if waiting is None:
        insert(row)
    else:
        waiting.append(row)


@cache
def _fields(table: type[models.Model]) -> Fields:
    # The database gives the key, unless the row brings its own, and works out what is generated.
    own = [field for field in table._meta.local_concrete_fields if not field.generated]
    return [field for field in own if not isinstance(field, models.AutoField)]


@cache
def _wording(table: type[models.Model], count: int) -> str:
    row = f"({', '.join(['%s'] * len(_fields(table)))})"
    return _insert(table, f"VALUES {', '.join([row] * count)}")


@cache
def _wording_of_columns(table: type[models.Model]) -> str:
    # The types are the columns' own without their sizes: a cast to varchar(20)[] cuts what the column would refuse.
    kinds = [str(field.db_type(connection)).partition("(")[0] for field in _fields(table)]
    return _insert(table, f"SELECT * FROM UNNEST({', '.join(f'%s::{kind}[]' for kind in kinds)})")  # noqa: S608


def _insert(table: type[models.Model], rows: str) -> str:
    fields, key = _fields(table), table._meta.pk
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    # Names of our own models and marks for values: nothing from outside stands in it.
    sql = f"INSERT INTO {quote(table._meta.db_table)} ({columns}) {rows}"
    return sql if key in fields else f"{sql} RETURNING {quote(str(key.column))}"
