"""Registers the room with Django; after each migrate row-level security is put up again."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate

from aceite.core.companies.walls import raise_walls


def _after_migrate(**kwargs: Any) -> None:
    raise_walls(settings.RUNTIME_ROLE)


class CompaniesConfig(AppConfig):
    """The room `companies`."""

    name = "aceite.core.companies"
    label = "companies"

    def ready(self) -> None:
        """Puts the walls up after each migrate, once: every table is there when the first room is told of it."""
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="companies.walls")
