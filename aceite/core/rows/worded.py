"""Questions and changes whose SQL Django words once, with blanks that each use fills in.

Wording a query takes Django several times longer than the database needs to answer it, and an act of the customer asks
a dozen. What is asked stays a queryset, with its models' names; only the wording is kept. See docs/decisions/0009.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, Self, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators as _related_populators
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)


class Blank(Expression):
    """Stands where a value will, in `filter(…)` or `Change(…)`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """A parameter; the blank itself keeps its place in their list."""
        return "%s", [self]


@dataclass(frozen=True)
class Wording:
    """SQL with its parameters, some of them still blank."""

    sql: str
    parameters: tuple[Any, ...]

    def filled(self, values: Mapping[str, Any]) -> list[Any]:
        """The parameters with every blank filled in."""
        return [_plain(values[one.name]) if isinstance(one, Blank) else one for one in self.parameters]


class Worded(Generic[M]):
    """A queryset of whole or narrowed rows, with the rows it joins, to be asked again and again."""

    def __init__(self, rows: "models.QuerySet[M]") -> None:
        self._rows = rows
        self._form: _Form | None = None

    def all(self, **values: Any) -> list[M]:
        """Every row found with these values in the blanks."""
        form = self._form or self._word()
        with connection.cursor() as cursor:
            cursor.execute(form.wording.sql, form.wording.filled(values))
            found = cursor.fetchall()
        return [form.row_of(values) for values in found]

    def first(self, **values: Any) -> M | None:
        """The first of them, or None."""
        return next(iter(self.all(**values)), None)

    def get(self, **values: Any) -> M:
        """The only one. Raises the model's DoesNotExist."""
        found = self.first(**values)
        if found is None:
            raise self._rows.model.DoesNotExist  # type: ignore[attr-defined]  # every model has its own
        return found

    def _word(self) -> "_Form":
        # Two threads may word it at once: both come to the same.
        self._form = _Form.of(self._rows.query.get_compiler(connection=connection))
        return self._form


class Change:
    """An UPDATE of the rows a queryset finds; values and filters may be blanks."""

    def __init__(self, rows: "models.QuerySet[Any]", **values: Any) -> None:
        self._rows, self._values = rows, values
        self._wording: Wording | None = None

    def make(self, **values: Any) -> int:
        """Changes them and returns how many there were."""
        wording = self._wording or self._word()
        with connection.cursor() as cursor:
            cursor.execute(wording.sql, wording.filled(values))
            return int(cursor.rowcount)

    def _word(self) -> Wording:
        query: Any = self._rows.query.chain(UpdateQuery)
        query.add_update_values(self._values)
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        self._wording = Wording(sql, tuple(parameters))
        return self._wording


class _Column(NamedTuple):
    """A column whose value in the database is not yet the model's."""

    place: int
    converters: Sequence[Any]
    expression: Any


@dataclass(frozen=True)
class _Form:
    """A wording, and how its answer becomes rows: what Django's own iteration works out anew for every query."""

    wording: Wording
    model: type[models.Model]
    first: int
    end: int
    names: tuple[str, ...]
    columns: tuple[_Column, ...]
    joined: tuple[Any, ...]

    @classmethod
    def of(cls, compiler: SQLCompiler) -> Self:
        sql, parameters = compiler.as_sql()
        info: Any = compiler.klass_info
        chosen = info["select_fields"]
        first, end = chosen[0], chosen[-1] + 1
        expressions = [one[0] for one in compiler.select]
        return cls(
            wording=Wording(sql, tuple(parameters)),
            model=info["model"],
            first=first,
            end=end,
            names=tuple(one.target.attname for one in expressions[first:end]),
            columns=tuple(_Column(at, *pair) for at, pair in compiler.get_converters(expressions).items()),
            joined=tuple(_populators(info, compiler.select, connection.alias)),
        )

    def row_of(self, values: Sequence[Any]) -> Any:
        converted = list(values)
        for place, converters, expression in self.columns:
            value = converted[place]
            for convert in converters:
                value = convert(value, expression, connection)
            converted[place] = value
        row = self.model.from_db(connection.alias, self.names, converted[self.first : self.end])
        for populator in self.joined:
            populator.populate(converted, row)
        return row


# The stubs describe a later Django, which asks for one argument more.
_populators: Callable[..., Sequence[Any]] = _related_populators


def _plain(value: Any) -> Any:
    """As the database takes it where Django has not worded a field around it."""
    if isinstance(value, models.Model):
        return value.pk
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
