"""The triggers that make the trail, its anchors and the agreed texts append-only, on SQLite and PostgreSQL.

Django drops triggers silently when it rebuilds a SQLite table, so they are made anew after each migrate and looked for
at start.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection


@dataclass(frozen=True)
class Wall:
    """One table that only grows. `stranger` is the SQL condition under which a new row (NEW) does not follow.

    Rows leave it only when the company's own chain has said so before (`told_gone`), and then by their owner alone.

    A place already taken is never the next one: so it also stops SQLite's REPLACE, which deletes without firing the
    trigger against deleting.
    """

    table: str
    stranger: str
    # Under which a row (OLD) may be deleted, on each database; nothing may be by default.
    told_gone: str = ""

    @property
    def triggers(self) -> tuple[str, ...]:
        """The names of its triggers; only PostgreSQL can truncate."""
        refused = ("no_update", "no_delete", "in_order")
        kinds = refused if connection.vendor == "sqlite" else (*refused, "no_truncate")
        return tuple(f"{self.table}_{kind}" for kind in kinds)


_NOTHING: Final = "'" + "0" * 64 + "'"
# The last row by its order, not by MAX: where PostgreSQL takes a chain for short it reads all of it for a maximum.
_IN_PLACE: Final = """
    NEW.seq <> 1 + COALESCE((SELECT seq FROM {table} WHERE {place} ORDER BY seq DESC LIMIT 1), 0)
    OR NEW.previous <> COALESCE((SELECT hash FROM {table} WHERE {place} ORDER BY seq DESC LIMIT 1), {nothing})
    OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"""
_IN_NUMBER: Final = """
    NEW.number <> 1 + COALESCE((SELECT number FROM {table} WHERE {place} ORDER BY number DESC LIMIT 1), 0)
    OR EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"""
_TAKEN: Final = "EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({place}))"


# The company's chain says that this event's sale was removed whole, at the end of its time (privacy.removing).
_SALE_REMOVED: Final = """EXISTS (
    SELECT 1 FROM trail_event told
     WHERE told.company_id = OLD.company_id AND told.chain = 'company' AND told.kind = 'sale.removed'
       AND OLD.chain = 'sale/' || {sale} AND OLD.seq <= {count})"""


def _follows(table: str, place: str, told_gone: str = "") -> Wall:
    return Wall(table, _IN_PLACE.format(table=table, place=place, nothing=_NOTHING), told_gone)


def _numbered(table: str, place: str) -> Wall:
    return Wall(table, _IN_NUMBER.format(table=table, place=place))


def _once(table: str, place: str) -> Wall:
    return Wall(table, _TAKEN.format(table=table, place=place))


WALLS: Final = (
    _follows("trail_event", "company_id = NEW.company_id AND chain = NEW.chain", _SALE_REMOVED),
    _follows("trail_anchor", "company_id = NEW.company_id"),
    _once("trail_anchoredhead", "company_id = NEW.company_id AND chain = NEW.chain AND anchor_seq = NEW.anchor_seq"),
    _once("trail_anchorstamp", "company_id = NEW.company_id AND anchor_seq = NEW.anchor_seq"),
    # The texts people agreed to: what a statement names by its hash must be there to be shown.
    _numbered(
        "signatures_termsversion",
        "company_id = NEW.company_id AND occasion = NEW.occasion AND language = NEW.language",
    ),
)
APPEND_ONLY: Final = tuple(wall.table for wall in WALLS)
_BY_OWNER: Final = "EXISTS (SELECT 1 FROM pg_class WHERE oid = TG_RELID AND pg_get_userbyid(relowner) = current_user)"
_REFUSAL: Final = "the trail is append-only"
_STRANGER: Final = "the event does not follow the head of its chain"


def raise_walls() -> None:
    """Makes every trigger anew; harmless when they stand."""
    statements = _sqlite if connection.vendor == "sqlite" else _postgresql
    drop_walls()
    with connection.cursor() as cursor:
        for wall in WALLS:
            for statement in statements(wall):
                cursor.execute(statement)


def missing_walls() -> list[str]:
    """The names of triggers that do not stand (on PostgreSQL also those that were disabled)."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return [name for wall in WALLS for name in wall.triggers if name not in standing]


def drop_walls() -> None:
    """Takes them down, to be made anew: nothing but `raise_walls` and the tests' own helper has a reason to."""
    with connection.cursor() as cursor:
        for wall in WALLS:
            on_table = f" ON {wall.table}" if connection.vendor == "postgresql" else ""
            for name in wall.triggers:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def _sqlite(wall: Wall) -> Iterator[str]:
    gone = wall.told_gone.format(sale="json_extract(told.data, '$.sale')", count="json_extract(told.data, '$.count')")
    for kind, act, unless in (("no_update", "UPDATE", ""), ("no_delete", "DELETE", gone)):
        when = f"WHEN NOT {unless}" if unless else ""
        yield f"""CREATE TRIGGER {wall.table}_{kind} BEFORE {act} ON {wall.table} {when}
                  BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"""
    yield f"""CREATE TRIGGER {wall.table}_in_order BEFORE INSERT ON {wall.table} WHEN {wall.stranger}
              BEGIN SELECT RAISE(ABORT, '{_STRANGER}'); END"""


def _postgresql(wall: Wall) -> Iterator[str]:
    yield f"""CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"""
    # A session keeps the plan it made while the table was small, and would read all of it for each of many new rows.
    yield f"""CREATE OR REPLACE FUNCTION {wall.table}_follow() RETURNS trigger LANGUAGE plpgsql
              SET enable_seqscan = off AS
              $$ BEGIN IF {wall.stranger} THEN RAISE EXCEPTION '{_STRANGER}'; END IF; RETURN NEW; END $$"""
    gone = wall.told_gone.format(sale="(told.data->>'sale')", count="(told.data->>'count')::bigint")
    if gone:
        yield f"""CREATE OR REPLACE FUNCTION {wall.table}_leave() RETURNS trigger LANGUAGE plpgsql AS $$
                  BEGIN
                    IF NOT ({_BY_OWNER} AND {gone}) THEN RAISE EXCEPTION '{_REFUSAL}'; END IF;
                    RETURN OLD;
                  END $$"""
    leaving = f"{wall.table}_leave" if gone else "trail_refuse"
    for kind, act, function in (("no_update", "UPDATE", "trail_refuse"), ("no_delete", "DELETE", leaving)):
        yield f"""CREATE TRIGGER {wall.table}_{kind} BEFORE {act} ON {wall.table}
                  FOR EACH ROW EXECUTE FUNCTION {function}()"""
    yield f"""CREATE TRIGGER {wall.table}_no_truncate BEFORE TRUNCATE ON {wall.table}
              FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()"""
    yield f"""CREATE TRIGGER {wall.table}_in_order BEFORE INSERT ON {wall.table}
              FOR EACH ROW EXECUTE FUNCTION {wall.table}_follow()"""
