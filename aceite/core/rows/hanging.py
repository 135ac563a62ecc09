"""Everything that hangs on some rows: what points to them, what points to that, and so on."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model

Rows = Mapping[type[Model], set[Any]]


def hanging_on(roots: Rows) -> dict[type[Model], set[Any]]:
    """The keys of `roots` and of every row that points to one of them, directly or through others, by table.

    A row that points to another of its own table only speaks of it: an amendment is no part of the sale it amends.
    """
    found: dict[type[Model], set[Any]] = defaultdict(set)
    waiting = [(model, set(keys)) for model, keys in roots.items()]
    while waiting:
        model, keys = waiting.pop()
        new = keys - found[model]
        found[model] |= new
        if new:
            waiting += [(key.model, _pointing(key, new)) for key in pointers_to(model) if key.model is not model]
    return {model: keys for model, keys in found.items() if keys}


def pointers_to(model: type[Model]) -> Iterator["ForeignKey[Any, Any]"]:
    """Every foreign key, hidden ones too, through which a row of some table points to one of this."""
    for other in apps.get_models(include_auto_created=True):
        for field in other._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is model:
                yield field


def named_by(rows: Rows, model: type[Model]) -> set[Any]:
    """The keys of the rows of `model` that these rows point to."""
    named: set[Any] = set()
    for key in pointers_to(model):
        named |= set(_of(key.model, rows.get(key.model, set())).values_list(key.attname, flat=True))
    return named - {None}


def named_elsewhere(rows: Rows, model: type[Model], keys: set[Any]) -> set[Any]:
    """Which of `keys` of `model` are pointed to by rows that are not among `rows`."""
    named: set[Any] = set()
    for key in pointers_to(model):
        mine = rows.get(key.model, set())
        pointing = key.model._default_manager.filter(**{f"{key.name}__in": keys})
        named |= {target for pk, target in pointing.values_list("pk", key.attname) if pk not in mine}
    return named


def _pointing(key: "ForeignKey[Any, Any]", targets: set[Any]) -> set[Any]:
    return set(key.model._default_manager.filter(**{f"{key.name}__in": targets}).values_list("pk", flat=True))


def _of(model: type[Model], keys: set[Any]) -> Any:
    return model._default_manager.filter(pk__in=keys)
