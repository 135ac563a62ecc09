"""A PDF with one update that nobody seals: what the sealing makes, looked at before, or forged."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from aceite.kit.pdf.increment import Update, update_of


def append_pages(
    original: bytes, pages: bytes, *, attachments: Mapping[str, bytes] | None = None, at: datetime | None = None
) -> bytes:
    """`original` ‖ one update with the pages of `pages` and `attachments` (name to bytes), which `at` dates."""
    out = BytesIO()
    writer: IncrementalPdfFileWriter = update_of(Update(original, pages, attachments or {}), at)
    writer.write(out)
    return out.getvalue()
