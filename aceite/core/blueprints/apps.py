"""Registers the room with Django."""

from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    """The room `blueprints`."""

    name = "aceite.core.blueprints"
    label = "blueprints"
