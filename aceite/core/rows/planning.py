"""What a database knows of its tables when it plans a query: PostgreSQL learns it by itself, SQLite when told to."""

from typing import Final

from django.db import connection

# So many rows of each index are looked at: enough to tell few from many, in a few hundredths of a second.
LOOKED_AT: Final = 1000


def tell_the_planner() -> None:
    """Lets SQLite look how many rows its indexes tell apart; without it, it takes every company for a small one."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            cursor.execute("ANALYZE")
