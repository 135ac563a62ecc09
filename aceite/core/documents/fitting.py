"""A photo in the width and the kind that a screen asks for, made once from the very bytes that were stored."""

from datetime import datetime
from typing import Final

from aceite.core.documents.making import made_once
from aceite.core.documents.models import Document
from aceite.core.documents.pictures import NotDrawn
from aceite.core.documents.reading import read
from aceite.kit.imaging import PhotoKind, PictureRefused, fitted, fitter

# Few widths, so that a photo is fitted few times: a row on a plain and on a fine screen, a phone, a fine phone.
PHOTO_WIDTHS: Final = (160, 320, 640, 960)
# A photo is its only page.
_PAGE: Final = 1


def photo(document: Document, *, width: int, kind: PhotoKind, at: datetime) -> Document:
    """The photo no wider than `width`, one of PHOTO_WIDTHS. The photo itself stands under its own hash.

    Raises NotDrawn, Tampered, DiskFull.
    """
    return made_once(
        document, lambda: _fitted(document, width, kind),
        page=_PAGE, width=width, renderer=f"{fitter()} / {kind}", content_type=f"image/{kind}", at=at,
    )  # fmt: skip


def _fitted(document: Document, width: int, kind: PhotoKind) -> bytes:
    try:
        return fitted(read(document), width=width, kind=kind)
    except PictureRefused as refused:
        raise NotDrawn from refused
