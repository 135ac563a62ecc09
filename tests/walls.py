"""The only way to take the trail's triggers down; the product has none."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from aceite.core.trail.walls import NAMES, PG_NAMES, TABLE, raise_walls


@contextmanager
def without_walls() -> Iterator[None]:
    """Drops the triggers of the trail for the work inside and puts them up again."""
    names, on_table = (NAMES, "") if connection.vendor == "sqlite" else (PG_NAMES, f" ON {TABLE}")
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
    try:
        yield
    finally:
        raise_walls()
