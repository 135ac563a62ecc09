"""Registers the room with Django."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The room `mail`."""

    name = "aceite.outbound.mail"
    label = "mail"
