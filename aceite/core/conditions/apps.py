"""Registers the room with Django."""

from django.apps import AppConfig


class ConditionsConfig(AppConfig):
    """The room `conditions`."""

    name = "aceite.core.conditions"
    label = "conditions"
