"""Registers the roof with Django; loads what the rooms do once something has happened."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProjectConfig(AppConfig):
    """The app `project`: commands, demo data and health."""

    name = "aceite.project"
    label = "project"

    def ready(self) -> None:
        """Loads every room's subscribers and jobs."""
        autodiscover_modules("tasks")
