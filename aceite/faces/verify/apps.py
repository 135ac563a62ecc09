"""Registers the room with Django."""

from django.apps import AppConfig


class VerifyConfig(AppConfig):
    """The room `verify`."""

    name = "aceite.faces.verify"
    label = "verify"
