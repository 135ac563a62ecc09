"""Registers the room with Django."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """The room `reminders`."""

    name = "aceite.core.reminders"
    label = "reminders"
