"""The triggers that make the trail append-only, on SQLite and PostgreSQL.

Django drops triggers silently when it rebuilds a SQLite table, so they are made anew after each migrate and looked for
at start.
"""

from django.db import connection

TABLE = "trail_event"
NAMES = ("trail_event_no_update", "trail_event_no_delete", "trail_event_in_order")
PG_NAMES = (*NAMES, "trail_event_no_truncate")

_SQLITE = (
    """CREATE TRIGGER trail_event_no_update BEFORE UPDATE ON trail_event
       BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    """CREATE TRIGGER trail_event_no_delete BEFORE DELETE ON trail_event
       BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    # Also stops REPLACE, which deletes without firing the delete trigger: a place already taken is never the next one.
    """CREATE TRIGGER trail_event_in_order BEFORE INSERT ON trail_event
       WHEN NEW.seq <> 1 + COALESCE((SELECT MAX(seq) FROM trail_event
                                     WHERE company_id = NEW.company_id AND chain = NEW.chain), 0)
         OR NEW.previous <> COALESCE((SELECT hash FROM trail_event
                                      WHERE company_id = NEW.company_id AND chain = NEW.chain
                                      ORDER BY seq DESC LIMIT 1), printf('%064d', 0))
         OR EXISTS (SELECT 1 FROM trail_event WHERE id = NEW.id)
       BEGIN SELECT RAISE(ABORT, 'the event does not follow the head of its chain'); END""",
)

_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$""",
    """CREATE OR REPLACE FUNCTION trail_follow() RETURNS trigger LANGUAGE plpgsql AS $$
       DECLARE last_seq integer; last_hash text;
       BEGIN
         SELECT seq, hash INTO last_seq, last_hash FROM trail_event
          WHERE company_id = NEW.company_id AND chain = NEW.chain ORDER BY seq DESC LIMIT 1;
         IF NEW.seq <> COALESCE(last_seq, 0) + 1 OR NEW.previous <> COALESCE(last_hash, repeat('0', 64)) THEN
           RAISE EXCEPTION 'the event does not follow the head of its chain';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER trail_event_no_update BEFORE UPDATE ON trail_event
       FOR EACH ROW EXECUTE FUNCTION trail_refuse()""",
    """CREATE TRIGGER trail_event_no_delete BEFORE DELETE ON trail_event
       FOR EACH ROW EXECUTE FUNCTION trail_refuse()""",
    """CREATE TRIGGER trail_event_no_truncate BEFORE TRUNCATE ON trail_event
       FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()""",
    """CREATE TRIGGER trail_event_in_order BEFORE INSERT ON trail_event
       FOR EACH ROW EXECUTE FUNCTION trail_follow()""",
)


def raise_walls() -> None:
    """Makes every trigger anew; harmless when they stand."""
    on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _expected():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)


def missing_walls() -> list[str]:
    """The names of triggers that do not stand (on PostgreSQL also those that were disabled)."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        standing = {row[0] for row in cursor.fetchall()}
    return [name for name in _expected() if name not in standing]


def _expected() -> tuple[str, ...]:
    return NAMES if connection.vendor == "sqlite" else PG_NAMES
