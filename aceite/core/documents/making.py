"""What is made of a document's own bytes for showing it: once for each page, width and way of making."""

from collections.abc import Callable
from datetime import datetime

from aceite.core.documents.models import Document, PagePicture
from aceite.core.documents.storing import store


def made_once(
    document: Document, make: Callable[[], bytes], *, page: int, width: int, renderer: str, content_type: str,
    at: datetime,
) -> Document:  # fmt: skip
    """What `make` gave for this page at this width, made now only where it was not made before.

    Raises what `make` raises, and DiskFull.
    """
    place = {"document": document, "page": page, "width": width, "renderer": renderer}
    kept = PagePicture.objects.filter(**place).select_related("picture").first()
    if kept is None:
        made = store(make(), company_id=document.company_id, content_type=content_type, at=at)
        kept, _new = PagePicture.objects.get_or_create(
            **place, defaults={"company_id": document.company_id, "picture": made}
        )
    return kept.picture
