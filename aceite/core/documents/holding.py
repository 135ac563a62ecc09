"""Files that a row is about to name: nobody lets them go before the transaction that names them ends.

What names a file is looked for before it is let go, and a row that is not committed yet is not seen: so both hold the
file first, and whoever comes second finds what the other one did.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from aceite.core.documents.models import Document

Row = TypeVar("Row", bound=Model)


def hold(documents: Iterable[int | None]) -> set[int]:
    """Those of these files that are here still, held until the transaction ends.

    Hold all that a verb will name and let go at once: they are held in one order, so that nobody waits in a circle.
    """
    keys = {pk for pk in documents if pk is not None}
    if not keys:
        return keys
    # Without a claim on the key: rows that name the file already are checked against it, and need not wait.
    here = Document.objects.select_for_update(no_key=True).filter(pk__in=keys, removed_at=None)
    return set(here.order_by("pk").values_list("pk", flat=True))


def with_files(rows: QuerySet[Row], named_by: str) -> list[Row]:
    """These rows, to be copied, and the files that this attribute of theirs names, held until the transaction ends."""
    found = list(rows)
    named = _named(found, named_by)
    while hold(named) != named:
        # What was let go in the instant before left its row first, to another maybe: it is looked up once more.
        found = list(rows.all())
        if named == (named := _named(found, named_by)):
            # Gone for good, as with an erased person's file.
            break
    return found


def _named(rows: Iterable[Model], named_by: str) -> set[int]:
    return {getattr(row, named_by) for row in rows} - {None}
