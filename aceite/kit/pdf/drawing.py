"""Opening a PDF to count, draw or read its pages: everything here runs in a limited child, see pages."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final

import pypdfium2 as pdfium
from PIL import Image

from aceite.kit.pdf.layout import written
from aceite.kit.pdf.runs import page_runs

# A page may be long and narrow; its picture stays within what a phone can hold.
TALLEST: Final = 4
_SAVED: Final[dict[str, dict[str, Any]]] = {"webp": {"quality": 82, "method": 4}, "png": {"optimize": True}}


def look(job: Mapping[str, Any]) -> bytes:
    """Answer one question about one file."""
    with pdfium.PdfDocument(job["pdf"]) as document:
        return _ANSWERS[job["question"]](document, *job["arguments"])


def _count(document: pdfium.PdfDocument) -> bytes:
    return str(len(document)).encode()


def _draw(document: pdfium.PdfDocument, page: int, width: int, kind: str) -> bytes:
    if not 0 <= page < len(document):
        raise IndexError(page)
    drawn = document[page]
    across, down = drawn.get_size()
    # Half a pixel less, because PDFium rounds up.
    scale = min((width - 0.5) / across, TALLEST * width / down)
    image: Image.Image = drawn.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    out = BytesIO()
    image.save(out, kind, **_SAVED[kind])
    return out.getvalue()


def _text(document: pdfium.PdfDocument) -> bytes:
    return "".join(page.get_textpage().get_text_bounded() + "\f" for page in document).encode(errors="replace")


def _layout(document: pdfium.PdfDocument) -> bytes:
    return written([page_runs(page) for page in document])


_ANSWERS: Final[dict[str, Callable[..., bytes]]] = {"count": _count, "draw": _draw, "text": _text, "layout": _layout}
