"""Registers the room with Django."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    """Registers the room."""

    name = "aceite.core.bulk"
    label = "bulk"
