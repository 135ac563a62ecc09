"""Registers the room with Django."""

from django.apps import AppConfig


class ReceivablesConfig(AppConfig):
    """The room `receivables`."""

    name = "aceite.core.receivables"
    label = "receivables"
