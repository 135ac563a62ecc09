"""Registers the room with Django."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """The room `customers`."""

    name = "aceite.core.customers"
    label = "customers"
