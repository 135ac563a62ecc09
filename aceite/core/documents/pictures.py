"""Pictures of a PDF's pages, drawn once from the very bytes that were stored."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from aceite.core.documents.making import made_once
from aceite.core.documents.models import Document
from aceite.core.documents.placing import DiskFull
from aceite.core.documents.reading import read
from aceite.core.trail.refusals import Refusal
from aceite.kit.pdf import pages

# Few widths, so that a page is drawn few times: thumbnail, phone, desk, fine screens.
WIDTHS: Final = (240, 800, 1200, 1600)


class NoSuchPage(Refusal):
    """The document has no page with this number."""

    sentence = _("Este documento não tem essa página.")


class NotDrawn(Refusal):
    """The page cannot be drawn; the file itself is whole."""

    sentence = _("Não foi possível mostrar esta página como imagem. Baixe o arquivo para lê-lo.")


def picture(document: Document, page: int, *, width: int, at: datetime, kind: pages.PictureKind = "webp") -> Document:
    """Page `page`, counted from 1, `width` pixels wide or the next larger of WIDTHS.

    Raises NoSuchPage, NotDrawn, Tampered, DiskFull.
    """
    if page < 1 or (document.pages and page > document.pages):
        raise NoSuchPage
    width = _known(width)
    return made_once(
        document, lambda: _drawn(document, page, width, kind),
        page=page, width=width, renderer=_drawn_by(kind), content_type=f"image/{kind}", at=at,
    )  # fmt: skip


def page_shown(document: Document, page: int, *, width: int, at: datetime, kind: pages.PictureKind = "webp") -> bytes:
    """The bytes of that picture. Where there is no room to keep it, it is drawn for this once: nobody who reads a
    contract waits for a larger disc. Raises NoSuchPage, NotDrawn, Tampered."""
    try:
        return read(picture(document, page, width=width, at=at, kind=kind))
    except DiskFull:
        return _drawn(document, page, _known(width), kind)


def _known(width: int) -> int:
    return next((known for known in WIDTHS if known >= width), WIDTHS[-1])


def _drawn_by(kind: pages.PictureKind) -> str:
    return pages.renderer() if kind == "webp" else f"{pages.renderer()} / {kind}"


def _drawn(document: Document, page: int, width: int, kind: pages.PictureKind) -> bytes:
    try:
        return pages.picture(read(document), page - 1, width=width, kind=kind)
    except pages.Unreadable as unreadable:
        raise NotDrawn from unreadable
