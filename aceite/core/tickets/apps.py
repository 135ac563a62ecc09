"""Registers the room with Django."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """The room `tickets`."""

    name = "aceite.core.tickets"
    label = "tickets"
