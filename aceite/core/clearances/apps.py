"""Registers the room with Django."""

from django.apps import AppConfig


class ClearancesConfig(AppConfig):
    """The room `clearances`."""

    name = "aceite.core.clearances"
    label = "clearances"
