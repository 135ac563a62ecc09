"""The one way into the trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from aceite.core.trail.actors import Actor
from aceite.core.trail.kinds import KINDS
from aceite.core.trail.models import GENESIS, Event
from aceite.core.trail.subscribers import notify
from aceite.kit.hashing import commit, new_salt


class UnknownKind(Exception):
    """A verb recorded a kind that the table of kinds does not describe."""


def record(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    sale: int | None = None,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
) -> Event:
    """Adds one event to the sale's chain, or to the company's when it belongs to no sale.

    `data` holds ids, hashes, numbers as text: nothing about a person. `personal` values are committed to with a salt
    each and kept beside the chain. Runs in the caller's transaction; subscribers put their jobs into the same one.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    # No savepoint: whoever could not record must not commit the rest of the act either.
    with transaction.atomic(savepoint=False):
        chain = _chain(sale)
        _lock(by.company_id, chain)
        seq, previous = _newest(by.company_id, chain)
        salts = {field: new_salt() for field in personal or {}}
        event = Event(
            company_id=by.company_id,
            chain=chain,
            seq=seq + 1,
            kind=kind,
            at=at,
            actor_kind=by.kind,
            actor_id=by.actor_id,
            data=dict(data or {}),
            commitments={field: commit(value, salts[field]) for field, value in (personal or {}).items()},
            previous=previous,
        )
        event.hash = event.computed_hash()
        event.save(force_insert=True)
        _keep_openings(event, personal or {}, salts)
        notify(event)
    return event


def head(company_id: int, sale: int) -> str:
    """The hash of the newest event of a sale's chain; the genesis value when there is none."""
    return _newest(company_id, _chain(sale))[1]


def heads(company_id: int, sale: int) -> tuple[str | None, str | None]:
    """The newest hashes of the sale's chain and of the company's, in one question.

    While both are the same, nothing has changed that an act asks for or a page of the panel shows: every verb about a
    sent sale, the customer's people or the company leaves an event (drafts, a user's own profile and files made of
    what is there leave none).
    """
    newest = "(SELECT hash FROM trail_event WHERE company_id = %s AND chain = %s ORDER BY seq DESC LIMIT 1)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {newest}, {newest}", [company_id, _chain(sale), company_id, _chain(None)])
        of_sale, of_company = cursor.fetchone() or (None, None)
    return of_sale, of_company


def _chain(sale: int | None) -> str:
    return "company" if sale is None else f"sale/{sale}"


def _newest(company_id: int, chain: str) -> tuple[int, str]:
    # Every act and every page of the panel asks this: written out, it takes a tenth of the time.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, hash FROM trail_event WHERE company_id = %s AND chain = %s ORDER BY seq DESC LIMIT 1",
            [company_id, chain],
        )
        return cursor.fetchone() or (0, GENESIS)


def _keep_openings(event: Event, personal: Mapping[str, str], salts: Mapping[str, bytes]) -> None:
    if personal:
        rows = [(event.pk, event.company_id, field, salts[field].hex(), value) for field, value in personal.items()]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO trail_personalvalue (event_id, company_id, field, salt, value)"
                " VALUES (%s, %s, %s, %s, %s)",
                rows,
            )


def _lock(company_id: int, chain: str) -> None:
    # SQLite's IMMEDIATE transaction already lets one writer in; PostgreSQL needs the chain itself to be locked.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"trail/{company_id}/{chain}"])
