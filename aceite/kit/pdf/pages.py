"""Looking at a PDF without changing it: how many pages, what they look like, what they say."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final

import pypdfium2 as pdfium
from PIL import Image

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

RENDERER: Final = f"pypdfium2 {pdfium.PYPDFIUM_INFO} / PDFium {pdfium.PDFIUM_INFO}"
# Somebody waits for the answer, twenty seconds at most.
SECONDS: Final = 15
MEMORY_MB: Final = 800
# A page may be long and narrow; its picture stays within what a phone can hold.
TALLEST: Final = 4


class Unreadable(Complaint):
    """The file is no PDF that can be opened, or it has no such page."""


def page_count(pdf: bytes) -> int:
    """Number of pages. Raises Unreadable."""
    return int(_ask(pdf, "count"))


def picture(pdf: bytes, page: int, *, width: int) -> bytes:
    """Page `page` (counted from 0) as WebP, `width` pixels wide, drawn by RENDERER. Raises Unreadable."""
    return _ask(pdf, "draw", page, width)


def text(pdf: bytes) -> str:
    """The text of all pages, a form feed after each. Raises Unreadable."""
    return _ask(pdf, "text").decode()


def _ask(pdf: bytes, question: str, *arguments: int) -> bytes:
    job = {"pdf": pdf, "question": question, "arguments": arguments}
    try:
        return run_limited("aceite.kit.pdf.pages:look", job, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        raise Unreadable(_("Não foi possível abrir este PDF. O arquivo pode estar danificado.")) from failed


def look(job: Mapping[str, Any]) -> bytes:
    """Answer one question about one file; called in the limited child."""
    with pdfium.PdfDocument(job["pdf"]) as document:
        return _ANSWERS[job["question"]](document, *job["arguments"])


def _count(document: pdfium.PdfDocument) -> bytes:
    return str(len(document)).encode()


def _draw(document: pdfium.PdfDocument, page: int, width: int) -> bytes:
    if not 0 <= page < len(document):
        raise IndexError(page)
    drawn = document[page]
    across, down = drawn.get_size()
    # Half a pixel less, because PDFium rounds up.
    scale = min((width - 0.5) / across, TALLEST * width / down)
    image: Image.Image = drawn.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    out = BytesIO()
    image.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def _text(document: pdfium.PdfDocument) -> bytes:
    return "".join(page.get_textpage().get_text_bounded() + "\f" for page in document).encode(errors="replace")


_ANSWERS: Final[dict[str, Callable[..., bytes]]] = {"count": _count, "draw": _draw, "text": _text}
