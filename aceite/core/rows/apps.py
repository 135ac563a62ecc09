"""Registers the room with Django; after each migrate the indexes for searching are put up again."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from aceite.core.rows.search_index import raise_index


def _after_migrate(**kwargs: Any) -> None:
    raise_index()


class RowsConfig(AppConfig):
    """The room `rows`."""

    name = "aceite.core.rows"
    label = "rows"

    def ready(self) -> None:
        """Puts the indexes up after each migrate, once every table is there."""
        post_migrate.connect(_after_migrate, dispatch_uid="rows.search_index")
