"""Whether the pages of a stranger's PDF can be drawn, and show anything at all; asked in a limited child."""

from collections.abc import Iterator
from typing import Final

import pypdfium2 as pdfium

# Pixels across: enough to see ink, little enough for three hundred pages.
ACROSS: Final = 200
WHITE: Final = 250


def inked_pages(document: pdfium.PdfDocument) -> Iterator[bool]:
    """Draw one page after the other; whether each has ink. Raises PdfiumError for a page that cannot be drawn."""
    for page in document:
        drawn = page.render(scale=ACROSS / max(1.0, *page.get_size()), may_draw_forms=False)
        darkest, _lightest = drawn.to_pil().convert("L").getextrema()
        page.close()
        yield darkest < WHITE


def all_drawn(pdf: bytes) -> bool:
    """Draw every page; whether any shows something. Raises PdfiumError."""
    with pdfium.PdfDocument(pdf) as document:
        return any([*inked_pages(document)])


def any_inked(document: pdfium.PdfDocument) -> bool:
    """Draw pages up to the first that shows something; whether one does. Raises PdfiumError."""
    return any(inked_pages(document))
