"""Letting go of what an import keeps: after thirty days all of it, and of an erased person at once."""

from datetime import datetime

from aceite.core.imports.models import KEPT_FOR, Import, ImportedRow, ImportKind
from aceite.core.imports.states import ImportState

_AT_WORK = (ImportState.RUNNING, ImportState.UNDOING)


def let_go(*, at: datetime) -> int:
    """Empties the imports of thirty days ago; what came of them stays as numbers. Returns how many."""
    old = Import.objects.holding_rows().filter(created_at__lt=at - KEPT_FOR).exclude(state__in=_AT_WORK)
    keys = list(old.values_list("pk", flat=True))
    _bare(keys)
    return len(keys)


def let_go_of_person(company_id: int) -> None:
    """A person's data were erased: spreadsheets of customers hold more of her than the rows that name her."""
    imports = Import.objects.holding_rows().filter(company_id=company_id, kind=ImportKind.CUSTOMERS)
    _bare(list(imports.values_list("pk", flat=True)))


def _bare(keys: list[int]) -> None:
    ImportedRow.objects.filter(of__in=keys).update(before={}, after={}, errors=[])
    Import.objects.filter(pk__in=keys).update(content=b"")
