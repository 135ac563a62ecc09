"""A draft as data that can be kept, and back: whatever a draft comes to hold is kept with it. Pure."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from types import UnionType
from typing import Any, Union, get_args, get_origin

from aceite.core.proposals.drafts import Draft


def as_data(draft: Draft) -> dict[str, Any]:
    """The draft in words that JSON has: numbers as text, days by ISO 8601."""
    data: dict[str, Any] = _plain(draft)
    return data


def draft_from(data: Mapping[str, Any]) -> Draft:
    """What `as_data` wrote; fields it did not know yet have their usual value, unknown ones are left out."""
    draft: Draft = _read(Draft, data)
    return draft


def moved(draft: Draft, *, days: int) -> Draft:
    """The draft with every day of its plan so many days later; until when it is valid is the caller's to say."""
    later = timedelta(days=days)
    said = {f.name: getattr(draft, f.name) for f in fields(draft) if f.name != "valid_until"}
    dates: dict[str, Any] = {name: value + later for name, value in said.items() if isinstance(value, date)}
    plan = tuple(replace(each, due_on=each.due_on + later) for each in draft.instalments)
    return replace(draft, instalments=plan, **dates)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in value)
    if get_origin(kind) in (Union, UnionType):
        return _read(next(each for each in get_args(kind) if each is not type(None)), value)
    if is_dataclass(kind):
        return kind(**{f.name: _read(f.type, value[f.name]) for f in fields(kind) if f.name in value})  # type: ignore[operator]
    if kind is Decimal:
        return Decimal(value)
    return date.fromisoformat(value) if kind is date else value
