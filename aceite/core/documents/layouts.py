"""Where the words of a PDF stand on its pages, found once in the very bytes that were stored."""

from datetime import datetime
from typing import Final

from aceite.core.documents.models import Document, PagePicture
from aceite.core.documents.pictures import NotDrawn
from aceite.core.documents.reading import read
from aceite.core.documents.storing import store
from aceite.kit.pdf import pages

# Among what was made of a document's pages, this is made of all of them and drawn at no width.
ALL_PAGES: Final = 0


def layout(document: Document, *, at: datetime) -> bytes:
    """The words of all pages with their places, as kit.pdf.layout writes them: a help for searching, selecting and
    listening. What is signed are the pages.

    Raises NotDrawn, Tampered, DiskFull.
    """
    place = {"document": document, "page": ALL_PAGES, "width": 0, "renderer": pages.renderer()}
    kept = PagePicture.objects.filter(**place).select_related("picture").first()
    if kept is None:
        found = store(_found(document), company_id=document.company_id, content_type="application/json", at=at)
        kept, _new = PagePicture.objects.get_or_create(
            **place, defaults={"company_id": document.company_id, "picture": found}
        )
    return read(kept.picture)


def _found(document: Document) -> bytes:
    try:
        return pages.layout(read(document))
    except pages.Unreadable as unreadable:
        raise NotDrawn from unreadable
