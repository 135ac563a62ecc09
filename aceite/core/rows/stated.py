"""Values that stand in the statement itself, where how many rows have them decides how they are found.

What is asked again and again PostgreSQL plans once, for whatever value may come: of a word that few of many rows have
it then expects a third of them, and looks for a thousand of those from the table's beginning, where none stand. A word
of a few stands in a statement of its own; a moment makes each statement new, so it is planned for that moment.
"""

from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Value
from django.db.models.sql.compiler import SQLCompiler

from aceite.kit.late import late

if TYPE_CHECKING:
    from psycopg import sql
else:
    # Ten megabytes that a process on SQLite does without.
    sql = late("psycopg.sql")


class Stated(Value):
    """A word or a moment to compare a column with, in `filter(…)`."""

    def as_postgresql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper, **_context: Any) -> Any:
        """Itself, quoted; on SQLite, which plans for each value it is given, a parameter like any."""
        return sql.Literal(self.value).as_string(None).replace("%", "%%"), []
