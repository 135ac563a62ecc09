"""A photo in the width and the kind that a screen asks for, made once from the very bytes that were stored."""

from datetime import datetime
from typing import Final

from aceite.core.documents.models import Document, PagePicture
from aceite.core.documents.pictures import NotDrawn
from aceite.core.documents.reading import read
from aceite.core.documents.storing import store
from aceite.kit.imaging import PhotoKind, PictureRefused, fitted, fitter

# Few widths, so that a photo is fitted few times: a row on a plain and on a fine screen, a phone, a fine phone.
PHOTO_WIDTHS: Final = (160, 320, 640, 960)
# A photo is its only page.
_PAGE: Final = 1


def photo(document: Document, *, width: int, kind: PhotoKind, at: datetime) -> Document:
    """The photo no wider than `width`, one of PHOTO_WIDTHS. The photo itself stands under its own hash.

    Raises NotDrawn, Tampered, DiskFull.
    """
    place = {"document": document, "page": _PAGE, "width": width, "renderer": f"{fitter()} / {kind}"}
    kept = PagePicture.objects.filter(**place).select_related("picture").first()
    if kept is None:
        made = _fitted(document, width, kind)
        picture = store(made, company_id=document.company_id, content_type=f"image/{kind}", at=at)
        kept, _new = PagePicture.objects.get_or_create(
            **place, defaults={"company_id": document.company_id, "picture": picture}
        )
    return kept.picture


def _fitted(document: Document, width: int, kind: PhotoKind) -> bytes:
    try:
        return fitted(read(document), width=width, kind=kind)
    except PictureRefused as refused:
        raise NotDrawn from refused
