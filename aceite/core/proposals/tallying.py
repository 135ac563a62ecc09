"""Keeping the tallies: triggers that tell of each change, the fold, and the recount that both are checked against."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db import connection, transaction

from aceite.core.proposals import item_tallying
from aceite.core.rows.triggers import Trigger

# Where a size begins, in cents: up to 5 thousand, 20 thousand, 100 thousand reais, and above.
SIZES: Final = (0, 500_000, 2_000_000, 10_000_000)
_SALES: Final = "proposals_proposal"
_PLACE: Final = ("company_id", "seller_id", "month", "standing", "size", "reason")
_MEASURES: Final = ("count", "cents", "seconds")
_COLUMNS: Final = ", ".join((*_PLACE, *_MEASURES))
_OF_A_SALE: Final = (
    "company_id", "seller_id", "year", "month", "standing", "cents", "approved_at", "first_sent_at", "closed_reason"
)  # fmt: skip


def _adding_up(place: Sequence[str], source: str) -> str:
    """Adds the changes in `source` to the tallies of these places; a place that is a value is the same for all."""
    sums = ", ".join((*place, *(f"SUM({name})" for name in _MEASURES)))
    groups = ", ".join(name for name in place if name.isidentifier())
    added = ", ".join(f"{name} = proposals_tally.{name} + excluded.{name}" for name in _MEASURES)
    return f"""INSERT INTO proposals_tally ({_COLUMNS}) SELECT {sums} FROM {source} WHERE company_id = %s
 GROUP BY {groups} ON CONFLICT ({", ".join(_PLACE)}) DO UPDATE SET {added}"""


# Each change is added where it belongs, and to what stands for all months and sizes: month 0.
_PLACES: Final = (_PLACE, ("company_id", "seller_id", "0", "standing", "0", "''"))


def fold(company_id: int) -> None:
    """Adds what changed to the tallies and forgets it; harmless at any time. Call it within the company's scope."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement takes and adds the same rows, whatever others commit meanwhile.
            gone = "WITH gone AS (DELETE FROM proposals_tallychange WHERE company_id = %s RETURNING *), fine AS ("
            fine, whole = (_adding_up(place, "gone") for place in _PLACES)
            cursor.execute(f"{gone}{fine}) {whole}", [company_id] * 3)
        else:
            for place in _PLACES:
                cursor.execute(_adding_up(place, "proposals_tallychange"), [company_id])
            cursor.execute("DELETE FROM proposals_tallychange WHERE company_id = %s", [company_id])
        item_tallying.fold(cursor, company_id)


def to_fold() -> list[int]:
    """The companies of whose sales something changed. The caller looks at all of them."""
    with connection.cursor() as cursor:
        changes = (f"SELECT company_id FROM {table}" for table in ("proposals_tallychange", item_tallying.CHANGES))
        cursor.execute(" UNION ".join(changes))
        return [company_id for (company_id,) in cursor.fetchall()]


def recount() -> None:
    """Forgets every tally and counts all sales anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('app.company', '*', true)")
            cursor.execute(f"LOCK TABLE {_SALES} IN SHARE MODE")
        for table in ("proposals_tallychange", "proposals_tally", item_tallying.CHANGES, item_tallying.TALLIES):
            cursor.execute(f"DELETE FROM {table}")
        told = f"SELECT {_told('sale', '1')} FROM {_SALES} sale"
        cursor.execute(f"INSERT INTO proposals_tallychange ({_COLUMNS}) {told}")
        cursor.execute(item_tallying.telling_all(_SALES))
        companies = to_fold()
    for company_id in companies:
        fold(company_id)


def raise_triggers() -> None:
    """Makes the triggers where they do not stand, and counts anew what may have changed without them."""
    if _SALES not in connection.introspection.table_names():
        return
    if missing_triggers():
        with transaction.atomic(), connection.cursor() as cursor:
            for trigger in _triggers():
                for statement in trigger.statements(connection.vendor):
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
    return [trigger.name for trigger in _triggers() if trigger.name not in standing]


def _told(row: str, sign: str) -> str:
    """The columns of one change, read from a sale's row."""
    size = " ".join(f"WHEN {row}.cents >= {least} THEN {place}" for place, least in reversed(list(enumerate(SIZES))))
    lapse = f"CAST(EXTRACT(EPOCH FROM {row}.approved_at - {row}.first_sent_at) AS bigint)"
    if connection.vendor == "sqlite":
        lapse = f"strftime('%s', {row}.approved_at) - strftime('%s', {row}.first_sent_at)"
    seconds = f"CASE WHEN {row}.standing IN ('approved', 'order') THEN COALESCE({lapse}, 0) ELSE 0 END"
    month = f"{row}.year * 12 + {row}.month - 1"
    reason = f"CASE WHEN {row}.standing = 'declined' THEN substr({row}.closed_reason, 1, 20) ELSE '' END"
    place = f"{row}.company_id, {row}.seller_id, {month}, {row}.standing, CASE {size} ELSE 0 END, {reason}"
    return f"{place}, {sign}, {sign} * {row}.cents, {sign} * {seconds}"


def _adding(row: str, sign: str) -> str:
    return f"INSERT INTO proposals_tallychange ({_COLUMNS}) SELECT {_told(row, sign)}"


def _triggers() -> Iterator[Trigger]:
    """Each act with its condition and what it tells."""
    comparing = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    changed = " OR ".join(f"OLD.{name} {comparing} NEW.{name}" for name in _OF_A_SALE)
    left, came = _adding("OLD", "-1"), _adding("NEW", "1")
    yield Trigger(_SALES, "tally", "insert", (came,))
    yield Trigger(_SALES, "tally", "update", (left, came), changed)
    yield Trigger(_SALES, "tally", "delete", (left,))
    yield from item_tallying.triggers(_SALES, comparing)
