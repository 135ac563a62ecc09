"""Which company's rows a piece of work may see: on PostgreSQL the database itself enforces it.

`scoped` is entered by every door and every job; the few doors that must look across companies are named in `Door`.
On SQLite the scoped QuerySets of the doors are the only wall, so both functions only open a transaction on PostgreSQL.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum

from django.db import connection, transaction

from aceite.core.trail.refusals import NotAllowed


class Door(Enum):
    """The only reasons to look across companies."""

    SIGN_IN = "sign-in"
    SIGN_UP = "sign-up"
    HOST = "host look-up"
    VERIFY = "verification by code"
    JOBS = "job queue"
    OPERATOR = "operator's command"
    ERASURE = "erasure of a person"


@contextmanager
def scoped(company_id: int) -> Iterator[None]:
    """Lets the work inside see and write this company's rows only."""
    with _setting(str(int(company_id))):
        yield


@contextmanager
def everywhere(door: Door) -> Iterator[None]:
    """Lets the work inside see all companies' rows; `door` says why."""
    with _setting("*"):
        yield


@contextmanager
def through(door: Door) -> Iterator[Callable[[int], None]]:
    """Like `everywhere`, until the caller says whose rows alone the rest of the work may see: in one transaction.

    For a door that looks up who is there and then lets a page be made. NotAllowed leaves it only after the transaction:
    raised inside, it would take the attempt that the trail has kept back with it.
    """
    refused = None
    with _setting("*"):
        try:
            yield _narrow
        except NotAllowed as refusal:
            refused = refusal
    if refused is not None:
        raise refused


def _narrow(company_id: int) -> None:
    if connection.vendor == "postgresql":
        _set(str(int(company_id)))


@contextmanager
def nowhere() -> Iterator[None]:
    """Lets the work inside see no company's rows until it enters a scope."""
    with _setting(""):
        yield


@contextmanager
def _setting(value: str) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    inner = connection.in_atomic_block
    with transaction.atomic():
        before = _set(value)
        yield
        # After an error the rollback to the savepoint restores the setting, so only success puts it back by hand; the
        # end of the transaction does it for the outermost scope.
        if inner:
            _set(before)


def _set(value: str) -> str:
    # set_config(…, true) lasts until the end of the transaction, so a pooled connection carries nothing over.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.company', true), ''), set_config('app.company', %s, true)", [value]
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""
