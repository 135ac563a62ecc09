"""Whether anything at all points to a row: only what nothing needs may be removed."""

from collections.abc import Collection
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from aceite.core.rows.hanging import pointers_to
from aceite.core.rows.worded import Blank, Worded


def is_in_use(row: Model, *, but: Collection[type[Model]] = ()) -> bool:
    """Whether a row of any table points to this one, which is there; tables in `but` do not count. One question."""
    return _pointed_to(type(row), frozenset(but)).first(pk=row.pk) is not None


@cache
def _pointed_to(model: type[Model], but: frozenset[type[Model]]) -> Worded[Any]:
    pointing = [
        Q(Exists(key.model._default_manager.filter(**{key.name: OuterRef("pk")}).order_by()))
        for key in pointers_to(model)
        if key.model not in but
    ]
    # A table nothing points to has no row in use.
    asked = reduce(or_, pointing, Q(pk__in=()))
    return Worded(model._default_manager.filter(asked, pk=Blank("pk")).only("pk").order_by())
