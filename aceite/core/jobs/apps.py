"""Registers the room with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room `jobs`."""

    name = "aceite.core.jobs"
    label = "jobs"
