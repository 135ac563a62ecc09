"""What was really handed to a session: each page picture, and each file, noted when it is served for the first time.

A statement names them (TRUST: *páginas exibidas como imagens feitas deste arquivo*); after it the notes have done
their work and go.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from aceite.core.documents.models import Document, Serving
from aceite.kit.pdf import pages

# Longer than any session lasts.
KEPT: Final = timedelta(days=30)


@dataclass(frozen=True)
class Served:
    """What one session was handed of one file: SHA-256 of each picture, which pages they show, and the file itself."""

    pictures: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    file: bool = False


def note_page(document: Document, page: int, picture_sha256: str, *, reader: str, at: datetime) -> None:
    """Notes that this picture of a page went to `reader`: a session, by a hash that gives nothing away."""
    _note(document, page, picture_sha256, reader, at)


def note_file(document: Document, *, reader: str, at: datetime) -> None:
    """Notes that the file itself went there."""
    _note(document, 0, document.sha256, reader, at)


def served_to(reader: str, document: Document) -> Served:
    """What went there, as drawn by this version of the renderer."""
    noted = _of(document).filter(reader=reader, renderer__in=["", pages.renderer()])
    rows = list(noted.order_by("page", "pk").values_list("page", "sha256"))
    shown = [(page, sha256) for page, sha256 in rows if page]
    return Served(
        pictures=tuple(dict.fromkeys(sha256 for _page, sha256 in shown)),
        pages=tuple(sorted({page for page, _sha256 in shown})),
        file=len(shown) < len(rows),
    )


def forget_served(*, before: datetime) -> int:
    """Removes notes older than that; returns how many."""
    return Serving.objects.filter(served_at__lt=before).delete()[0]


def _note(document: Document, page: int, sha256: str, reader: str, at: datetime) -> None:
    row = Serving(
        company_id=document.company_id, reader=reader, file_sha256=document.sha256, page=page, sha256=sha256,
        renderer=pages.renderer() if page else "", served_at=at,
    )  # fmt: skip
    # Asked first: a page that is shown again must not wait for anybody who writes.
    if not _of(document).filter(reader=reader, page=page, sha256=sha256).exists():
        Serving.objects.bulk_create([row], ignore_conflicts=True)


def _of(document: Document) -> "QuerySet[Serving]":
    return Serving.objects.filter(company=document.company_id, file_sha256=document.sha256)
