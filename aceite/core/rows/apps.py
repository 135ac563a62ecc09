"""Registers the room with Django."""

from django.apps import AppConfig


class RowsConfig(AppConfig):
    """The room `rows`."""

    name = "aceite.core.rows"
    label = "rows"
