"""How many rows PostgreSQL read: what work costs, whatever the machine does besides."""

from django.db import connection, models


def plan_as_if_empty(*tables: type[models.Model]) -> None:
    """Lets the planner believe that the tables, empty until now, stay so: as while an import fills them."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")


def rows_read(table: type[models.Model]) -> int:
    """How many of its rows were read in this transaction, one by one or by an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = %s",
            [table._meta.db_table],
        )
        (count,) = cursor.fetchone()
    return int(count)
