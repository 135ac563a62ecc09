"""The sheets of a copy as one clean PDF: upright, in the contract's order, 200 dots per inch, and nothing else."""

from datetime import datetime
from typing import Final

from aceite.core.contracts.copy_reading import collation_of, is_read, pages_of
from aceite.core.contracts.models import Contract
from aceite.core.contracts.signed_copies import CopyFile, SignedCopy
from aceite.core.documents.reading import read
from aceite.core.documents.storing import store
from aceite.kit.imaging import read_scan

PDF: Final = "application/pdf"


def sheets_to_bind(copy: SignedCopy) -> list[bytes]:
    """The pictures of all sheets in their order; none where the copy is bound, unread, or holds a signed PDF.

    A signed PDF is never made anew: its bytes are what was signed. A sheet that cannot be drawn leaves nothing to bind.
    """
    contract = Contract.objects.select_related("version__proposal", "document").get(pk=copy.contract_id)
    files = list(copy.files.select_related("document").prefetch_related("pages__served"))
    if copy.bound_id is not None or not is_read(files) or any(_signed(file) for file in files):
        return []
    pages = pages_of(files)
    served = [pages[placed.came].served for placed in collation_of(contract, files).placed]
    return [read(picture) for picture in served if picture is not None] if all(served) else []


def keep_bound(copy: SignedCopy, bound: bytes, *, pages: int, at: datetime) -> None:
    """Keeps the bound PDF beside the files as they came."""
    clean = store(bound, company_id=copy.company_id, content_type=PDF, at=at, pages=pages)
    SignedCopy.objects.filter(pk=copy.pk, bound=None).update(bound=clean)


def _signed(file: CopyFile) -> bool:
    return file.document.content_type == PDF and read_scan(read(file.document)).signed
