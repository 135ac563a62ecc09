"""Registers the room with Django."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The room `office`."""

    name = "aceite.faces.office"
    label = "office"
