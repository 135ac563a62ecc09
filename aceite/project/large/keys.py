"""Keys taken beforehand, for rows that point at each other."""

from django.db import connection, models


def taken(model: type[models.Model], count: int) -> list[int]:
    """So many keys of the table that nobody else will get. Inside a transaction, on SQLite the only writer's."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, count])
            return [int(key) for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return list(range(first, first + count))
