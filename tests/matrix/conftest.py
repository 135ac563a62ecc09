"""The world of the matrix: made once in one transaction, which is given up at the end."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.matrix.world import World, build


@pytest.fixture(autouse=True)
def storage_in_memory() -> None:
    """The files of this world live as long as it does."""


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Aurora with one sale of each status."""
    folder = {"location": str(tmp_path_factory.mktemp("files"))}
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": folder}
    with (
        override_settings(
            STORAGES={**settings.STORAGES, "default": kept},
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        # Each closed door logs a warning; what broke is still told.
        logging.disable(logging.WARNING)
        yield build()
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)
