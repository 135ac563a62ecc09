"""Registers the room with Django; after each migrate what keeps its figures is put up again."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from aceite.core.proposals.tallying import raise_triggers


def _after_migrate(**kwargs: Any) -> None:
    raise_triggers()


class ProposalsConfig(AppConfig):
    """The room `proposals`."""

    name = "aceite.core.proposals"
    label = "proposals"

    def ready(self) -> None:
        """Puts the triggers up after each migrate."""
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="proposals.tallies")
