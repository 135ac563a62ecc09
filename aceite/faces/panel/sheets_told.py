"""What was read on the pages she prepares, as the browser's modules show it beside each file."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.contracts.collating import Finding, Placed
from aceite.core.contracts.copy_reading import collation_of, is_read, pages_of
from aceite.core.contracts.models import Contract, CopyFile
from aceite.faces.panel.access import Scope

_GOOD: Final = (Finding.RIGHT, Finding.UNCODED, Finding.UNNUMBERED)


def told_sheets(scope: Scope, number: str, contract: Contract, files: Sequence[CopyFile]) -> dict[str, Any]:
    """Each file that is here with what stands on its sheets, the pages of the contract nobody has seen yet, and whether
    all was read; the files come with their pages."""
    found = collation_of(contract, files)
    owners = [page.file_id for page in pages_of(files)]
    placed: dict[int, list[Placed]] = {}
    for sheet in sorted(found.placed, key=lambda one: one.came):
        placed.setdefault(owners[sheet.came], []).append(sheet)
    here = [_told(scope, number, contract, file, placed.get(file.pk, [])) for file in files]
    return {"here": here, "missing": list(found.missing), "lacking": found.lacking, "read": is_read(files)}


def _told(scope: Scope, number: str, contract: Contract, file: CopyFile, sheets: list[Placed]) -> dict[str, Any]:
    read = file.read_at is not None
    return {
        "sha256": file.document.sha256,
        "name": file.name,
        "rank": file.rank,
        "read": read,
        "words": " ".join(sheet_words(sheet) for sheet in sheets) if read else _("Vendo qual página é…"),
        "right": read and all(sheet.finding in _GOOD for sheet in sheets),
        "stranger": any(sheet.finding in (Finding.STRANGER, Finding.OTHER_PAPER) for sheet in sheets),
        "sheets": max(file.document.pages, 1),
        "pages": sorted({page for sheet in sheets for page in sheet.pages}),
        "drop": scope.url("drop_file", number, contract.pk, file.pk),
        "picture": next((scope.url("copy_sheet", number, contract.pk, page.pk) for page in file.pages.all()
                         if page.served_id), ""),
    }  # fmt: skip


def sheet_words(sheet: Placed) -> str:
    """What one photo turned out to be, said to whoever has just taken it."""
    pages = " e ".join(str(page) for page in sheet.pages)
    match sheet.finding:
        case Finding.RIGHT:
            words = ngettext(
                "É a página %(pages)s deste contrato.", "São as páginas %(pages)s deste contrato.", len(sheet.pages)
            )
            return words % {"pages": pages}
        case Finding.DOUBLE:
            return _("Esta é a página %(pages)s outra vez.") % {"pages": pages}
        case Finding.OTHER_PAPER:
            return _("É de outro documento ou de outra versão: %(named)s.") % {"named": sheet.named}
        case Finding.STRANGER:
            return _("É de outro contrato, que não faz parte desta venda.")
        case Finding.UNREADABLE:
            return _("Não consegui ler o código desta página. Pode seguir assim: a empresa confere.")
        case _:
            return _("Recebida. A empresa confere qual página é.")
