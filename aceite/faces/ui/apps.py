"""Registers the room with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The room `ui`."""

    name = "aceite.faces.ui"
    label = "ui"
