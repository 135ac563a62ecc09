"""Registers the roof with Django."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The app `project`: commands, demo data and health."""

    name = "aceite.project"
    label = "project"
