"""Registers the room with Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The room `imports`."""

    name = "aceite.core.imports"
    label = "imports"
