"""Rows that hold one of a few keys, found by these and not by looking at each row of the company."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler


class Few(Func):
    """Whether a row's key, or another column of it, is among those that a query or a list of SQL tells, which are few.

    SQLite cannot know how many a query will find, nor does it look at enough rows to tell how many one company has
    (`planning.LOOKED_AT`): it went through a hundred thousand sales, in their order, to show the seven that wait.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, keys: "QuerySet[Any, Any] | RawSQL", name: str = "pk") -> None:
        super().__init__(In(F(name), keys))

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> Any:  # type: ignore[override]
        """As it stands."""
        return compiler.compile(self.get_source_expressions()[0])

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> Any:
        """With how likely it is (SQLite, Built-In Scalar SQL Functions, `likelihood`)."""
        sql, values = self.as_sql(compiler, connection)
        return f"likelihood({sql}, 0.0001)", values
