"""What a member's session was shown of a contract she signs for the vendor: the page pictures served, and the hash."""

from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from aceite.core.documents.models import Document
from aceite.core.documents.pictures import WIDTHS
from aceite.core.documents.serving import note_file, note_page, served_to
from aceite.core.signatures.statements import Opened
from aceite.faces.ui.sessions import reader_of

_LONGEST: Final = 64


def note_page_shown(request: HttpRequest, document: Document, page: int, picture: Document, *, width: int) -> None:
    """Notes the picture of a page; on a thumbnail nobody reads, and HEAD shows nobody anything."""
    if request.method == "GET" and width > WIDTHS[0]:
        note_page(document, page, picture, reader=reader_of(request), at=timezone.now())


def note_file_shown(request: HttpRequest, document: Document) -> None:
    """Notes that the file itself went to her session."""
    if request.method == "GET":
        note_file(document, reader=reader_of(request), at=timezone.now())


def opened_in(request: HttpRequest, document: Document, key: int) -> Opened:
    """What S says of it. Whatever the device claims to have computed is judged by the verb, malformed or not."""
    served, seconds = served_to(reader_of(request), document), request.POST.get("seconds", "")
    return Opened(
        pictures=served.pictures,
        pages=served.pages,
        file=served.file,
        seconds=int(seconds) if seconds.isdecimal() and len(seconds) < 6 else 0,
        client_sha256=request.POST.get(f"client_sha256_{key}", "")[:_LONGEST] or None,
    )
