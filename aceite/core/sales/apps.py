"""Registers the room with Django."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """The room `sales`."""

    name = "aceite.core.sales"
    label = "sales"
