"""PostgreSQL as in production: the role that serves owns nothing, and its connections come from a pool."""

from collections.abc import Iterator

import pytest
from django.db import connection

from aceite.core.companies.walls import raise_walls
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member

RUNTIME_ROLE = "aceite_runtime"


@pytest.fixture
def as_runtime(transactional_db: None, ana: Member, carla: PanelUser, eva: Member, fabio: PanelUser) -> Iterator[None]:
    """The two companies' rows are there; from here on every connection is the runtime role's."""
    raise_walls(RUNTIME_ROLE)
    yield from _connected_as(RUNTIME_ROLE, {})


@pytest.fixture
def pooled(transactional_db: None, ana: Member, carla: PanelUser, eva: Member, fabio: PanelUser) -> Iterator[None]:
    """The same through a pool of two connections, so that threads inherit each other's."""
    raise_walls(RUNTIME_ROLE)
    yield from _connected_as(RUNTIME_ROLE, {"pool": {"min_size": 1, "max_size": 2, "timeout": 30}})
    # The pool was closed with the connections; nothing of it may outlive the test.


def _connected_as(role: str, options: dict[str, object]) -> Iterator[None]:
    before = {name: connection.settings_dict[name] for name in ("USER", "OPTIONS")}
    connection.close()
    connection.settings_dict.update(USER=role, OPTIONS=options)
    try:
        yield
    finally:
        connection.close()
        if options:
            connection.close_pool()  # type: ignore[attr-defined]
        connection.settings_dict.update(before)
