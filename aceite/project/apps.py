"""Registers the roof with Django; loads what the rooms do once something has happened, and our checks."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules

from aceite.project.checks import storage_can_be_used, time_authorities_can_be_asked, trust_folder_can_be_read


class ProjectConfig(AppConfig):
    """The app `project`: commands, demo data and health."""

    name = "aceite.project"
    label = "project"

    def ready(self) -> None:
        """Loads every room's subscribers and jobs, and what a deployment is asked."""
        autodiscover_modules("tasks")
        register(storage_can_be_used, deploy=True)
        register(trust_folder_can_be_read, deploy=True)
        register(time_authorities_can_be_asked, deploy=True)
