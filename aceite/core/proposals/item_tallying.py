"""Keeping the tallies of items: what the triggers tell, the fold, and the recount; `tallying` calls all of them."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from aceite.core.rows.triggers import Trigger

TALLIES: Final = "proposals_itemtally"
CHANGES: Final = "proposals_itemtallychange"
_PLACE: Final = ("company_id", "seller_id", "month", "item_id")
_MEASURES: Final = ("answered", "won")
_COLUMNS: Final = ", ".join((*_PLACE, *_MEASURES))
# Where a change is added: where it belongs, and to what stands for all months, for all sellers, for both.
_PLACES: Final = tuple(
    ("company_id", seller, month, "item_id") for seller in ("seller_id", "0") for month in ("month", "0")
)
_ANSWERED: Final = "('approved', 'order', 'declined', 'expired')"
_WON: Final = "('approved', 'order')"
_OF_A_SALE: Final = ("seller_id", "year", "month", "standing", "current_id")


def triggers(sales: str, comparing: str) -> Iterator[Trigger]:
    """Told are sales whose lines stand for good; none begins its life as one of them."""
    changed = " OR ".join(f"OLD.{name} {comparing} NEW.{name}" for name in _OF_A_SALE)
    told_of = f"(OLD.standing IN {_ANSWERED} OR NEW.standing IN {_ANSWERED})"
    yield Trigger(sales, "items", "update", (_adding("OLD", "-1"), _adding("NEW", "1")), f"{told_of} AND ({changed})")
    yield Trigger(sales, "items", "delete", (_adding("OLD", "-1"),), f"OLD.standing IN {_ANSWERED}")


def tell_of(sales: str, first: int, last: int) -> None:
    """Tells of sales that were written together with their lines as they stand, by their keys."""
    with connection.cursor() as cursor:
        cursor.execute(f"{telling_all(sales)} AND sale.id BETWEEN %s AND %s", [first, last])


def telling_all(sales: str) -> str:
    """What tells of every sale anew."""
    joined = f"{sales} sale JOIN proposals_line line ON line.version_id = sale.current_id"
    return (
        f"INSERT INTO {CHANGES} ({_COLUMNS}) SELECT DISTINCT {_told('sale', '1')} FROM {joined} WHERE {_held('sale')}"
    )


def fold(cursor: Any, company_id: int) -> None:
    """Adds what changed to the tallies and forgets it, in the caller's transaction."""
    if connection.vendor == "postgresql":
        first, *others = (_adding_up(place, "gone") for place in _PLACES)
        gone = f"WITH gone AS (DELETE FROM {CHANGES} WHERE company_id = %s RETURNING *)"
        more = "".join(f", more{number} AS ({each})" for number, each in enumerate(others))
        cursor.execute(f"{gone}{more} {first}", [company_id] * (len(_PLACES) + 1))
        return
    for place in _PLACES:
        cursor.execute(_adding_up(place, CHANGES), [company_id])
    cursor.execute(f"DELETE FROM {CHANGES} WHERE company_id = %s", [company_id])


def _adding_up(place: tuple[str, ...], source: str) -> str:
    groups = ", ".join(name for name in place if name.isidentifier())
    sums = ", ".join((*place, *(f"SUM({name})" for name in _MEASURES)))
    added = ", ".join(f"{name} = {TALLIES}.{name} + excluded.{name}" for name in _MEASURES)
    return f"""INSERT INTO {TALLIES} ({_COLUMNS}) SELECT {sums} FROM {source} WHERE company_id = %s
 GROUP BY {groups} ON CONFLICT ({", ".join(_PLACE)}) DO UPDATE SET {added}"""


def _held(row: str) -> str:
    return f"line.item_id IS NOT NULL AND line.choice <> 'out' AND {row}.standing IN {_ANSWERED}"


def _told(row: str, sign: str) -> str:
    month = f"{row}.year * 12 + {row}.month - 1"
    won = f"CASE WHEN {row}.standing IN {_WON} THEN {sign} ELSE 0 END"
    return f"{row}.company_id, {row}.seller_id, {month}, line.item_id, {sign}, {won}"


def _adding(row: str, sign: str) -> str:
    lines = f"FROM proposals_line line WHERE line.version_id = {row}.current_id AND {_held(row)}"
    return f"INSERT INTO {CHANGES} ({_COLUMNS}) SELECT DISTINCT {_told(row, sign)} {lines}"
