"""Registers the room with Django."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """The room `proposals`."""

    name = "aceite.core.proposals"
    label = "proposals"
