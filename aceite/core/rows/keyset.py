"""Pages of a list that begin behind a row, not after so many: the thousandth is as quick as the first."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Field, Func, Model, Q, QuerySet, Value

Row = TypeVar("Row", bound=Model)
# A name of 120 letters of four bytes each, with what stands beside it, in base64.
LONGEST_CURSOR: Final = 1200
_LARGEST: Final = 2**63


@dataclass(frozen=True)
class Sorting:
    """Columns a list is ordered by, all in one direction; the last ones tell any two rows apart.

    With `nulls_last` rows without the first column follow all others, by their key.
    """

    columns: tuple[str, ...]
    descending: bool = False
    nulls_last: bool = False

    def segments(self) -> "list[Segment]":
        """The list's parts, in their order: inside each the columns have no empty values."""
        whole = Segment(Q(), self.columns, self.descending)
        if not self.nulls_last:
            return [whole]
        first = self.columns[0]
        return [
            Segment(Q(**{f"{first}__isnull": False}), self.columns, self.descending),
            Segment(Q(**{f"{first}__isnull": True}), ("pk",), self.descending),
        ]


@dataclass(frozen=True)
class Segment:
    """A part of a list with its columns."""

    condition: Q
    columns: tuple[str, ...]
    descending: bool

    def ordered(self, rows: "QuerySet[Row]", *, backwards: bool) -> "QuerySet[Row]":
        """Its rows among these, in its order or against it."""
        sign = "-" if self.descending != backwards else ""
        return rows.filter(self.condition).order_by(*(f"{sign}{column}" for column in self.columns))

    def places_in(self, rows: "QuerySet[Row]", wanted: int) -> "list[Place]":
        """The keys of the first of these rows, with what tells the place of each."""
        names = (*self.columns, *(() if "pk" in self.columns else ("pk",)))
        found = rows.values_list(*names)[:wanted]
        return [Place(self, tuple(values[: len(self.columns)]), values[names.index("pk")]) for values in found]


@dataclass(frozen=True)
class Place:
    """Where a row stands."""

    segment: Segment
    values: tuple[Any, ...]
    key: Any


@dataclass(frozen=True)
class Cursor:
    """A place in a list: behind (or, `backwards`, before) the row with these values in this segment.

    `before` is how many rows stand before the page that begins here, as counted on the way; it is only shown.
    """

    segment: int
    values: tuple[Any, ...]
    backwards: bool
    before: int

    def __str__(self) -> str:
        told = [self.segment, int(self.backwards), self.before, *map(_plain, self.values)]
        return (
            base64.urlsafe_b64encode(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())
            .decode()
            .rstrip("=")
        )

    @classmethod
    def read(cls, text: str, model: type[Model], sorting: Sorting) -> Self | None:
        """The cursor that was written so; None for anything else, which begins at the start."""
        try:
            told = json.loads(base64.urlsafe_b64decode(f"{text[:LONGEST_CURSOR]}{'=' * (-len(text) % 4)}"))
            segment, backwards, before, *values = told
            fields = [_field(model, column) for column in sorting.segments()[segment].columns]
            read = tuple(field.to_python(value) for field, value in zip(fields, values, strict=True))
            well = all(map(_can_be_asked, read)) and segment >= 0 and 0 <= int(before) < _LARGEST
            return cls(segment, read, bool(backwards), int(before)) if well else None
        except (ValueError, TypeError, IndexError, OverflowError, ValidationError):
            return None


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """Rows of a page, how many stand before it, and the cursors of the pages around it (None where there is none)."""

    rows: list[Row]
    before: int
    newer: Cursor | None
    older: Cursor | None


def page_at(
    parts: "Sequence[QuerySet[Row]]", joined: "QuerySet[Row]", sorting: Sorting, cursor: Cursor | None, size: int
) -> "KeysetPage[Row]":
    """The page that begins at the cursor, or the first one. `parts` are disjoint; they are shown as one list.

    Keys come first, and rows for these alone from `joined`: a database that has to sort sorts no wide rows.
    """
    backwards = cursor is not None and cursor.backwards
    found = _walk(parts, sorting, cursor, size + 1)
    more, shown = len(found) > size, found[:size]
    if backwards and not more:
        return page_at(parts, joined, sorting, None, size)
    before = cursor.before if cursor else 0
    if backwards:
        shown.reverse()
        before = max(0, before - len(shown))
    has_older, has_newer = backwards or more, cursor is not None
    rows = joined.in_bulk([place.key for place in shown])
    return KeysetPage(
        rows=[rows[place.key] for place in shown],
        before=before,
        newer=_around(shown[:1], sorting, before, backwards=True) if has_newer else None,
        older=_around(shown[-1:], sorting, before + len(shown), backwards=False) if has_older else None,
    )


def _around(edge: list[Place], sorting: Sorting, before: int, *, backwards: bool) -> Cursor | None:
    for place in edge:
        return Cursor(sorting.segments().index(place.segment), place.values, backwards, before)
    return None


def _walk(parts: "Sequence[QuerySet[Row]]", sorting: Sorting, cursor: Cursor | None, wanted: int) -> list[Place]:
    backwards = cursor is not None and cursor.backwards
    walked: list[Place] = []
    segments = list(enumerate(sorting.segments()))
    for number, segment in reversed(segments) if backwards else segments:
        if len(walked) == wanted:
            break
        if cursor is not None and (number > cursor.segment if backwards else number < cursor.segment):
            continue
        found: list[Place] = []
        for part in parts:
            rows = segment.ordered(part, backwards=backwards)
            if cursor is not None and cursor.segment == number:
                rows = rows.filter(_beyond(segment, cursor, rows.model))
            found += segment.places_in(rows, wanted - len(walked))
        if len(parts) > 1:
            found.sort(key=lambda place: place.values, reverse=segment.descending != backwards)
        walked += found[: wanted - len(walked)]
    return walked


class _Beyond(Func):
    """Whether a row's columns, taken as one, are smaller or greater than given values: what an index can begin at."""

    output_field = BooleanField()
    conditional = True

    def as_sql(self, compiler: Any, connection: Any, *_template: Any, **_context: Any) -> Any:
        sides: list[str] = []
        parameters: list[Any] = []
        for expression in self.get_source_expressions():
            sql, values = compiler.compile(expression)
            sides.append(sql)
            parameters += values
        half = len(sides) // 2
        if self.extra.get("walked"):
            # The numbers stand in the statement: a plan that PostgreSQL makes for any of them takes the rows between
            # two for next to none, and sorts those. The sign keeps SQLite from an index that begins with the column.
            sign = "+" if connection.vendor == "sqlite" else ""
            sides = [*(f"{sign}{column}" for column in sides[:half]), *(str(int(value)) for value in parameters)]
            parameters = []
        return f"({', '.join(sides[:half])}) {self.extra['sign']} ({', '.join(sides[half:])})", parameters


def between(
    model: type[Model], columns: Sequence[str], first: Sequence[Any], last: Sequence[Any], *, walked: bool = False
) -> list[_Beyond]:
    """Conditions under which a row's columns, taken as one, lie between these values, both included.

    `walked` asks it of each row on the way through another index, for what is ordered otherwise and soon full; the
    values are whole numbers then.
    """
    fields = [_field(model, column) for column in columns]

    def compared(values: Sequence[Any], sign: str) -> _Beyond:
        told = [Value(value, output_field=field) for value, field in zip(values, fields, strict=True)]
        return _Beyond(*(F(column) for column in columns), *told, sign=sign, walked=walked)

    return [compared(first, ">="), compared(last, "<=")]


def _beyond(segment: Segment, cursor: Cursor, model: type[Model]) -> _Beyond:
    fields = [_field(model, column) for column in segment.columns]
    values = [Value(value, output_field=field) for value, field in zip(cursor.values, fields, strict=True)]
    sign = "<" if segment.descending != cursor.backwards else ">"
    return _Beyond(*(F(column) for column in segment.columns), *values, sign=sign)


def _field(model: type[Model], column: str) -> "Field[Any, Any]":
    *joined, last = column.split("__")
    for name in joined:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    plain = getattr(field, "output_field", field) if getattr(field, "generated", False) else field
    assert isinstance(plain, Field)
    return plain


def _can_be_asked(value: Any) -> bool:
    """Whether a database takes it: no empty value, no number beyond its own, no NUL or half a letter in a text."""
    if isinstance(value, int):
        return -_LARGEST < value < _LARGEST
    if isinstance(value, str):
        return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value)
    return value is not None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
