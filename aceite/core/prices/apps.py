"""Registers the room with Django."""

from django.apps import AppConfig


class PricesConfig(AppConfig):
    """The room `prices`."""

    name = "aceite.core.prices"
    label = "prices"
