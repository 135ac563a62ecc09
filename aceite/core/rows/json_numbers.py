"""A whole number out of a JSON column, for a column beside it that the database works out itself."""

from typing import Any

from django.db.models import BigIntegerField, Func


class NumberIn(Func):
    """The whole number that a JSON column holds under a name; nothing where it holds none, or something else.

    `name` is one of our own words: it stands in the schema as it is.
    """

    arity = 1

    def __init__(self, column: str, *, name: str) -> None:
        super().__init__(column, output_field=BigIntegerField(), name=name)

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """JSON1 tells whole numbers from others."""
        there = "%(expressions)s, '$.%(name)s'"
        template = f"CASE JSON_TYPE({there}) WHEN 'integer' THEN JSON_EXTRACT({there}) END"
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """JSONB knows numbers only; in a trail none has a fraction."""
        there = "%(expressions)s -> '%(name)s'"
        template = f"CASE JSONB_TYPEOF({there}) WHEN 'number' THEN ({there})::bigint END"
        return self.as_sql(compiler, connection, template=template)
