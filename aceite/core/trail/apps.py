"""Registers the room with Django; after each migrate its triggers are made anew."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from aceite.core.trail.walls import raise_walls


def _after_migrate(**kwargs: Any) -> None:
    raise_walls()


class TrailConfig(AppConfig):
    """The room `trail`."""

    name = "aceite.core.trail"
    label = "trail"

    def ready(self) -> None:
        """Puts the walls up again after each migrate."""
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="trail.walls")
