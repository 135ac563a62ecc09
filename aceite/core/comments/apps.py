"""Registers the room with Django."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """The room `comments`."""

    name = "aceite.core.comments"
    label = "comments"
