"""Whether anything at all points to a row: only what nothing needs may be removed."""

from collections.abc import Container

from django.db.models import Model

from aceite.core.rows.hanging import pointers_to


def is_in_use(row: Model, *, but: Container[type[Model]] = ()) -> bool:
    """Whether a row of any table points to this one; tables in `but` do not count."""
    return any(
        key.model._default_manager.filter(**{key.name: row.pk}).exists()
        for key in pointers_to(type(row))
        if key.model not in but
    )
