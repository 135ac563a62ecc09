"""Registers the room with Django."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The room `catalog`."""

    name = "aceite.core.catalog"
    label = "catalog"
