"""Looking at a PDF without changing it: how many pages, what they look like, what they say."""

from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from aceite.kit.late import late
from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

if TYPE_CHECKING:
    import pypdfium2 as pdfium
else:
    pdfium = late("pypdfium2")

# Somebody waits for the answer, twenty seconds at most.
SECONDS: Final = 15
MEMORY_MB: Final = 800

# WebP for every browser of today; PNG for those that came before it (Safari until 2020). AVIF would save a fifth of a
# page of text for two to three times the work, while somebody waits.
PictureKind = Literal["webp", "png"]


class Unreadable(Complaint):
    """The file is no PDF that can be opened, or it has no such page."""


@cache
def renderer() -> str:
    """What draws the pages, by name and version."""
    return f"pypdfium2 {pdfium.PYPDFIUM_INFO} / PDFium {pdfium.PDFIUM_INFO}"


def page_count(pdf: bytes) -> int:
    """Number of pages. Raises Unreadable."""
    return int(_ask(pdf, "count"))


def picture(pdf: bytes, page: int, *, width: int, kind: PictureKind = "webp") -> bytes:
    """Page `page` (counted from 0), `width` pixels wide, drawn by `renderer()`. Raises Unreadable."""
    return _ask(pdf, "draw", page, width, kind)


def text(pdf: bytes) -> str:
    """The text of all pages, a form feed after each. Raises Unreadable."""
    return _ask(pdf, "text").decode()


def layout(pdf: bytes) -> bytes:
    """Where the words of all pages stand, as `layout.written` writes it. Raises Unreadable."""
    return _ask(pdf, "layout")


def _ask(pdf: bytes, question: str, *arguments: int | str) -> bytes:
    job = {"pdf": pdf, "question": question, "arguments": arguments}
    try:
        return run_limited("aceite.kit.pdf.drawing:look", job, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        raise Unreadable(_("Não foi possível abrir este PDF. O arquivo pode estar danificado.")) from failed
