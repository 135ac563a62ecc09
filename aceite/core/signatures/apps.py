"""Registers the room with Django."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    """The room `signatures`."""

    name = "aceite.core.signatures"
    label = "signatures"
