"""Keeping the tallies: triggers that tell of each change, the fold, and the recount that both are checked against."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db import connection, transaction

# Where a size begins, in cents: up to 5 thousand, 20 thousand, 100 thousand reais, and above.
SIZES: Final = (0, 500_000, 2_000_000, 10_000_000)
_SALES: Final = "proposals_proposal"
_PLACE: Final = ("company_id", "seller_id", "month", "standing", "size")
_MEASURES: Final = ("count", "cents", "seconds")
_COLUMNS: Final = ", ".join((*_PLACE, *_MEASURES))
_ACTS: Final = ("insert", "update", "delete")
_OF_A_SALE: Final = ("company_id", "seller_id", "year", "month", "standing", "cents", "approved_at", "first_sent_at")


def _adding_up(place: Sequence[str], source: str) -> str:
    """Adds the changes in `source` to the tallies of these places; a place that is a number is the same for all."""
    sums = ", ".join((*place, *(f"SUM({name})" for name in _MEASURES)))
    groups = ", ".join(name for name in place if not name.isdigit())
    added = ", ".join(f"{name} = proposals_tally.{name} + excluded.{name}" for name in _MEASURES)
    return f"""INSERT INTO proposals_tally ({_COLUMNS}) SELECT {sums} FROM {source} WHERE company_id = %s
 GROUP BY {groups} ON CONFLICT ({", ".join(_PLACE)}) DO UPDATE SET {added}"""


# Each change is added where it belongs, and to what stands for all months and sizes: month 0.
_PLACES: Final = (_PLACE, ("company_id", "seller_id", "0", "standing", "0"))


def fold(company_id: int) -> None:
    """Adds what changed to the tallies and forgets it; harmless at any time. Call it within the company's scope."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement takes and adds the same rows, whatever others commit meanwhile.
            gone = "WITH gone AS (DELETE FROM proposals_tallychange WHERE company_id = %s RETURNING *), fine AS ("
            fine, whole = (_adding_up(place, "gone") for place in _PLACES)
            cursor.execute(f"{gone}{fine}) {whole}", [company_id] * 3)
            return
        for place in _PLACES:
            cursor.execute(_adding_up(place, "proposals_tallychange"), [company_id])
        cursor.execute("DELETE FROM proposals_tallychange WHERE company_id = %s", [company_id])


def to_fold() -> list[int]:
    """The companies of whose sales something changed. The caller looks at all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT company_id FROM proposals_tallychange")
        return [company_id for (company_id,) in cursor.fetchall()]


def recount() -> None:
    """Forgets every tally and counts all sales anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('app.company', '*', true)")
            cursor.execute(f"LOCK TABLE {_SALES} IN SHARE MODE")
        for table in ("proposals_tallychange", "proposals_tally"):
            cursor.execute(f"DELETE FROM {table}")
        told = f"SELECT {_told('sale', '1')} FROM {_SALES} sale"
        cursor.execute(f"INSERT INTO proposals_tallychange ({_COLUMNS}) {told}")
        companies = to_fold()
    for company_id in companies:
        fold(company_id)


def raise_triggers() -> None:
    """Makes the triggers where they do not stand, and counts anew what may have changed without them."""
    if _SALES not in connection.introspection.table_names():
        return
    if missing_triggers():
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in _sqlite() if connection.vendor == "sqlite" else _postgresql():
                cursor.execute(statement)
        recount()
    elif _were_forgotten():
        recount()


def _were_forgotten() -> bool:
    """Whether there are sales and nothing is told of any: a migration asks for a recount so."""
    rows = (f"EXISTS (SELECT 1 FROM {table})" for table in (_SALES, "proposals_tally", "proposals_tallychange"))
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('app.company', '*', true)")
        cursor.execute(f"SELECT {', '.join(rows)}")
        sales, tallies, changes = cursor.fetchone()
    return bool(sales) and not tallies and not changes


def missing_triggers() -> list[str]:
    """Those that do not stand: without them figures would be wrong."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name for (name,) in cursor.fetchall()}
    return [name for act in _ACTS if (name := f"{_SALES}_tally_{act}") not in standing]


def _told(row: str, sign: str) -> str:
    """The columns of one change, read from a sale's row."""
    size = " ".join(f"WHEN {row}.cents >= {least} THEN {place}" for place, least in reversed(list(enumerate(SIZES))))
    lapse = f"CAST(EXTRACT(EPOCH FROM {row}.approved_at - {row}.first_sent_at) AS bigint)"
    if connection.vendor == "sqlite":
        lapse = f"strftime('%s', {row}.approved_at) - strftime('%s', {row}.first_sent_at)"
    seconds = f"CASE WHEN {row}.standing IN ('approved', 'order') THEN COALESCE({lapse}, 0) ELSE 0 END"
    month = f"{row}.year * 12 + {row}.month - 1"
    place = f"{row}.company_id, {row}.seller_id, {month}, {row}.standing, CASE {size} ELSE 0 END"
    return f"{place}, {sign}, {sign} * {row}.cents, {sign} * {seconds}"


def _adding(row: str, sign: str) -> str:
    return f"INSERT INTO proposals_tallychange ({_COLUMNS}) SELECT {_told(row, sign)}"


def _changes() -> Iterator[tuple[str, str, list[str]]]:
    """Each act with its condition and what it tells."""
    comparing = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    changed = " OR ".join(f"OLD.{name} {comparing} NEW.{name}" for name in _OF_A_SALE)
    left, came = _adding("OLD", "-1"), _adding("NEW", "1")
    yield "insert", "", [came]
    yield "update", f"WHEN ({changed})", [left, came]
    yield "delete", "", [left]


def _sqlite() -> Iterator[str]:
    for act, when, telling in _changes():
        yield f"DROP TRIGGER IF EXISTS {_SALES}_tally_{act}"
        body = "; ".join(telling)
        yield f"CREATE TRIGGER {_SALES}_tally_{act} AFTER {act.upper()} ON {_SALES} {when} BEGIN {body}; END"


def _postgresql() -> Iterator[str]:
    for act, when, telling in _changes():
        name = f"{_SALES}_tally_{act}"
        yield f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
                  $$ BEGIN {"; ".join(telling)}; RETURN NULL; END $$"""
        yield f"DROP TRIGGER IF EXISTS {name} ON {_SALES}"
        yield f"""CREATE TRIGGER {name} AFTER {act.upper()} ON {_SALES}
                  FOR EACH ROW {when} EXECUTE FUNCTION {name}()"""
