"""The trigram index beside each table that is searched, kept in step by triggers; made anew after each migrate.

SQLite has an FTS5 table for it. On PostgreSQL row-level security lets no pattern reach an index of the table itself,
since LIKE is not marked leakproof: the text stands once more in a table that only its owner may read, and a function of
the owner's looks through it for the company in whose scope it is called. See docs/decisions/0020.
"""

from collections.abc import Iterator
from typing import Final

from django.db import connection, transaction

# Each has `id`, `company_id` and `search`, a text that `kit.text.searchable` made.
SEARCHED: Final = ("proposals_proposal", "customers_customer", "catalog_item", "contracts_contract")
# What the planner is to take a page anywhere on the disk and a text that is looked through for. By its own measure it
# would read texts until enough hold the words also where every twentieth does and the index is three times as quick.
_COSTS: Final = "SET random_page_cost = 1.1 SET cpu_tuple_cost = 0.04"
# PostgreSQL's groups of three know letters and digits alone, and of "2026-00" would look for every 2026. What else is
# typed stands in its index as capital letters, which a `searchable` text has none of.
_SIGNS: Final = "!\"#$%&'()*+,-./:;<=>?@[\\]_"
_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def index_of(table: str) -> str:
    """The name of the index's table on SQLite, of the function that asks it on PostgreSQL."""
    return f"{table}_found"


def raise_index() -> None:
    """Makes what is missing, and fills it from the rows; harmless when everything stands."""
    standing = _standing()
    missing = {table for table in SEARCHED if not standing.issuperset(_parts(table))}
    for table in sorted(missing & set(connection.introspection.table_names() if missing else ())):
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in _sqlite(table) if connection.vendor == "sqlite" else _postgresql(table):
                cursor.execute(statement)


def missing_index() -> list[str]:
    """What does not stand: without it rows would not be found."""
    standing = _standing()
    return [name for table in SEARCHED for name in _parts(table) if name not in standing]


def _parts(table: str) -> list[str]:
    keeps = [f"{table}_found_keep"] if connection.vendor == "postgresql" else []
    return [index_of(table), *keeps, *(f"{table}_found_{act}" for act in ("insert", "update", "delete"))]


def _standing() -> set[str]:
    query, values = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'table')", []
    if connection.vendor == "postgresql":
        # A function that does something else than it would do now, as before an upgrade, does not count as standing.
        query = """SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'
                   UNION SELECT proname FROM pg_proc WHERE prosrc = ANY(%s)"""
        values = [[does(table) for table in SEARCHED for does in (_looking, _keeping)]]
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return {name for (name,) in cursor.fetchall()}


def _sqlite(table: str) -> Iterator[str]:
    # An index of another's content: FTS5 has to be told the old text to take it out.
    index = index_of(table)
    gone = f"INSERT INTO {index} ({index}, rowid, search) VALUES ('delete', OLD.id, OLD.search)"
    new = f"INSERT INTO {index} (rowid, search) VALUES (NEW.id, NEW.search)"
    yield f"""CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5 (
        search, content='{table}', content_rowid='id', tokenize='trigram', detail='none')"""
    for act, when, does in (
        ("insert", "INSERT ON", f"{new};"),
        ("update", "UPDATE OF search ON", f"{gone}; {new};"),
        ("delete", "DELETE ON", f"{gone};"),
    ):
        yield f"DROP TRIGGER IF EXISTS {table}_found_{act}"
        unless = "WHEN OLD.search IS NOT NEW.search" if act == "update" else ""
        yield f"CREATE TRIGGER {table}_found_{act} AFTER {when} {table} {unless} BEGIN {does} END"
    # Rows may have changed while the triggers did not stand.
    yield f"INSERT INTO {index} ({index}) VALUES ('rebuild')"


def _postgresql(table: str) -> Iterator[str]:
    text = f"{table}_text"
    yield f"CREATE TABLE IF NOT EXISTS {text} (id bigint PRIMARY KEY, company_id bigint NOT NULL, search text NOT NULL)"
    # With row-level security and no policy nobody but the owner sees a row.
    yield f"ALTER TABLE {text} ENABLE ROW LEVEL SECURITY"
    yield f"""DO $do$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
        CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;
        CREATE INDEX IF NOT EXISTS {text}_trigrams ON {text} USING gin (company_id, search gin_trgm_ops)
          WITH (gin_pending_list_limit = 256);
    EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
        RAISE WARNING 'pg_trgm and btree_gin are missing: searches are right, but slow';
    END $do$"""
    owners = "SECURITY DEFINER SET search_path = pg_catalog, public"
    # As it was called before one could ask roughly. VOLATILE, since only so may it ask what the planner expects.
    yield f"DROP FUNCTION IF EXISTS {index_of(table)}(text[], integer)"
    yield f"""CREATE OR REPLACE FUNCTION {index_of(table)}(needles text[], most integer, roughly boolean)
        RETURNS SETOF bigint LANGUAGE plpgsql VOLATILE {owners} {_COSTS} AS $${_looking(table)}$$"""
    yield f"""CREATE OR REPLACE FUNCTION {table}_found_keep() RETURNS trigger
        LANGUAGE plpgsql {owners} AS $${_keeping(table)}$$"""
    changed = "WHEN (OLD.search IS DISTINCT FROM NEW.search OR OLD.company_id <> NEW.company_id)"
    for act, when in (("insert", ""), ("update", changed), ("delete", "")):
        yield f"DROP TRIGGER IF EXISTS {table}_found_{act} ON {table}"
        yield f"""CREATE TRIGGER {table}_found_{act} AFTER {act.upper()} ON {table}
                  FOR EACH ROW {when} EXECUTE FUNCTION {table}_found_keep()"""
    yield f"DROP TRIGGER IF EXISTS {table}_found_truncate ON {table}"
    yield f"""CREATE TRIGGER {table}_found_truncate AFTER TRUNCATE ON {table}
              FOR EACH STATEMENT EXECUTE FUNCTION {table}_found_keep()"""
    yield "SELECT set_config('app.company', '*', true)"
    yield f"TRUNCATE {text}"
    yield f"INSERT INTO {text} SELECT id, company_id, {_lettered('search')} FROM {table}"


def _lettered(words: str) -> str:
    signs = _SIGNS.replace("'", "''")
    return f"translate({words}, '{signs}', '{_CAPITALS}')"


def _keeping(table: str) -> str:
    text = f"{table}_text"
    return f""" BEGIN
          IF TG_OP = 'DELETE' THEN DELETE FROM {text} WHERE id = OLD.id; RETURN NULL; END IF;
          IF TG_OP = 'TRUNCATE' THEN TRUNCATE {text}; RETURN NULL; END IF;
          INSERT INTO {text} VALUES (NEW.id, NEW.company_id, {_lettered("NEW.search")})
            ON CONFLICT (id) DO UPDATE SET company_id = excluded.company_id, search = excluded.search;
          RETURN NULL;
        END """


def _looking(table: str) -> str:
    # The patterns stand in the statement as quoted literals, so that each search is planned for how often its words
    # are written; none holds a sign of LIKE's own. Outside of a scope nothing is found. The costs stand in it too, so
    # that a function of other costs does not count as standing. Roughly asked, it looks for none of what the planner
    # takes for far too many, and tells one key that is none: to tell a thousand takes longer than to walk to a few.
    return f""" -- {_COSTS}
        DECLARE
          whose text := coalesce(current_setting('app.company', true), '');
          needle text;
          plan json;
          asked text := 'SELECT id FROM {table}_text WHERE true';
        BEGIN
          IF whose = '' THEN RETURN; END IF;
          IF whose <> '*' THEN asked := asked || format(' AND company_id = %L::bigint', whose); END IF;
          FOREACH needle IN ARRAY needles LOOP
            asked := asked || format(' AND search LIKE %L', '%' || {_lettered("needle")} || '%');
          END LOOP;
          IF roughly THEN
            EXECUTE 'EXPLAIN (FORMAT JSON) ' || asked INTO plan;
            IF (plan #>> '{{0,Plan,Plan Rows}}')::float > 2 * most THEN RETURN NEXT NULL; RETURN; END IF;
          END IF;
          RETURN QUERY EXECUTE asked || format(' LIMIT %s', most);
        END """
