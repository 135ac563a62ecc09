"""Registers the room with Django."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    """The room `panel`."""

    name = "aceite.faces.panel"
    label = "panel"
