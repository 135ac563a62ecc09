"""What this session was shown of a file, as a statement names it: the pictures and files served, and the hash."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest

from aceite.core.documents.models import Document
from aceite.core.documents.pictures import WIDTHS
from aceite.core.documents.serving import note_file, note_page, served_to
from aceite.core.signatures.statements import Opened
from aceite.faces.ui.sessions import reader_of
from aceite.kit.hashing import sha256_hex

_LONGEST: Final = 64


def note_page_shown(
    request: HttpRequest, document: Document, page: int, picture: bytes, *, width: int, at: datetime
) -> None:
    """Notes the picture of a page; on a thumbnail nobody reads, and HEAD shows nobody anything."""
    if request.method == "GET" and width > WIDTHS[0]:
        note_page(document, page, sha256_hex(picture), reader=reader_of(request), at=at)


def note_file_shown(request: HttpRequest, document: Document, *, at: datetime) -> None:
    """Notes that the file itself went to this session."""
    if request.method == "GET":
        note_file(document, reader=reader_of(request), at=at)


def opened_of(request: HttpRequest, document: Document, *, seconds: int, client_sha256: str) -> Opened:
    """What S says of it. Whatever the device claims to have computed is judged by the verb, malformed or not."""
    served = served_to(reader_of(request), document)
    return Opened(
        pictures=served.pictures,
        pages=served.pages,
        file=served.file,
        seconds=seconds,
        client_sha256=client_sha256[:_LONGEST] or None,
    )
