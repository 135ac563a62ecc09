"""Where the words of a PDF stand on its pages, found once in the very bytes that were stored."""

from datetime import datetime
from typing import Final

from aceite.core.documents.making import made_once
from aceite.core.documents.models import Document
from aceite.core.documents.pictures import NotDrawn
from aceite.core.documents.placing import DiskFull
from aceite.core.documents.reading import read
from aceite.kit.pdf import pages

# Among what was made of a document's pages, this is made of all of them and drawn at no width.
ALL_PAGES: Final = 0


def layout(document: Document, *, at: datetime) -> bytes:
    """The words of all pages with their places, as kit.pdf.layout writes them: a help for searching, selecting and
    listening. What is signed are the pages. Where there is no room to keep them they are found for this once.

    Raises NotDrawn, Tampered.
    """
    try:
        found = made_once(
            document, lambda: _found(document),
            page=ALL_PAGES, width=0, renderer=pages.renderer(), content_type="application/json", at=at,
        )  # fmt: skip
    except DiskFull:
        return _found(document)
    return read(found)


def _found(document: Document) -> bytes:
    try:
        return pages.layout(read(document))
    except pages.Unreadable as unreadable:
        raise NotDrawn from unreadable
