"""The one way into the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from aceite.core.rows.inserting import insert, insert_all
from aceite.core.trail.actors import Actor
from aceite.core.trail.kinds import KINDS
from aceite.core.trail.models import GENESIS, Event, PersonalValue
from aceite.core.trail.subscribers import notify
from aceite.kit.hashing import commit, new_salt


class UnknownKind(Exception):
    """A verb recorded a kind that the table of kinds does not describe."""


@dataclass
class Held:
    """The newest place of a chain that this transaction holds: until it ends, nobody else adds to the chain."""

    seq: int
    hash: str


def record(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    sale: int | None = None,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    held: Held | None = None,
) -> Event:
    """Adds one event to the sale's chain, or to the company's when it belongs to no sale.

    `data` holds ids, hashes, numbers as text: nothing about a person. `personal` values are committed to with a salt
    each and kept beside the chain. Runs in the caller's transaction; subscribers put their jobs into the same one.
    `held` is the chain when the caller holds it already (`hold`); it is moved on to the new event.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    # No savepoint: whoever could not record must not commit the rest of the act either.
    with transaction.atomic(savepoint=False):
        chain, last = _chain(sale), held or _hold(by.company_id, _chain(sale))
        salts = {field: new_salt() for field in personal or {}}
        event = Event(
            company_id=by.company_id,
            chain=chain,
            seq=last.seq + 1,
            kind=kind,
            at=at,
            actor_kind=by.kind,
            actor_id=by.actor_id,
            data=dict(data or {}),
            commitments={field: commit(value, salts[field]) for field, value in (personal or {}).items()},
            previous=last.hash,
        )
        event.hash = event.computed_hash()
        insert(event)
        last.seq, last.hash = event.seq, event.hash
        insert_all(
            [
                PersonalValue(event=event, company_id=by.company_id, field=field, salt=salts[field].hex(), value=value)
                for field, value in (personal or {}).items()
            ]
        )
        notify(event)
    return event


def head(company_id: int, sale: int) -> str:
    """The hash of the newest event of a sale's chain; the genesis value when there is none."""
    return _newest(company_id, _chain(sale)).hash


def heads(company_id: int, sale: int) -> tuple[str | None, str | None]:
    """The newest hashes of the sale's chain and of the company's, in one question.

    While both are the same, nothing has changed that an act asks for or a page of the panel shows: every verb about a
    sent sale, the customer's people or the company leaves an event (drafts, a user's own profile and files made of
    what is there leave none).
    """
    _seq, of_sale, of_company = _heads(company_id, sale)
    return of_sale, of_company


def hold(company_id: int, sale: int) -> tuple[Held, str | None]:
    """The sale's chain, held until the transaction ends, and the company's newest hash."""
    _lock(company_id, _chain(sale))
    seq, of_sale, of_company = _heads(company_id, sale)
    return Held(seq or 0, of_sale or GENESIS), of_company


def _chain(sale: int | None) -> str:
    return "company" if sale is None else f"sale/{sale}"


# Every act and every page of the panel asks these: written out, they take a tenth of the time.
_NEWEST: Final = "SELECT {} FROM trail_event WHERE company_id = %s AND chain = %s ORDER BY seq DESC LIMIT 1"
_SEQ_AND_HASH: Final = _NEWEST.format("seq, hash")
_HEADS: Final = "SELECT ({}), ({}), ({})".format(*(_NEWEST.format(name) for name in ("seq", "hash", "hash")))


def _heads(company_id: int, sale: int) -> tuple[int | None, str | None, str | None]:
    own, whole = (company_id, _chain(sale)), (company_id, _chain(None))
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [*own, *own, *whole])
        return cursor.fetchone() or (None, None, None)


def _hold(company_id: int, chain: str) -> Held:
    _lock(company_id, chain)
    return _newest(company_id, chain)


def _newest(company_id: int, chain: str) -> Held:
    with connection.cursor() as cursor:
        cursor.execute(_SEQ_AND_HASH, [company_id, chain])
        return Held(*(cursor.fetchone() or (0, GENESIS)))


def _lock(company_id: int, chain: str) -> None:
    # SQLite's IMMEDIATE transaction already lets one writer in; PostgreSQL needs the chain itself to be locked.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"trail/{company_id}/{chain}"])
