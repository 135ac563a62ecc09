"""What this session was shown of a file, as a statement names it: the pictures and files served, and the hash."""

from datetime import datetime
from typing import Final

from aceite.core.documents.models import Document
from aceite.core.documents.pictures import WIDTHS
from aceite.core.documents.serving import note_file, note_page, served_to
from aceite.core.signatures.statements import Opened
from aceite.faces.panel.access import PanelRequest
from aceite.faces.ui.sessions import reader_of

_LONGEST: Final = 64


def note_shown(request: PanelRequest, document: Document, *, at: datetime) -> None:
    """Notes that the file itself went to this person's session; a preview is nobody's reading."""
    if _reads(request):
        note_file(document, reader=reader_of(request), at=at)


def note_page_shown(
    request: PanelRequest, document: Document, page: int, picture: Document, *, width: int, at: datetime
) -> None:
    """Notes the picture of a page; on a thumbnail nobody reads."""
    if _reads(request) and width > WIDTHS[0]:
        note_page(document, page, picture, reader=reader_of(request), at=at)


def opened_of(request: PanelRequest, document: Document, *, seconds: int, client_sha256: str) -> Opened:
    """What S says of it. Whatever the device claims to have computed is judged by the verb, malformed or not."""
    served = served_to(reader_of(request), document)
    return Opened(
        pictures=served.pictures,
        pages=served.pages,
        file=served.file,
        seconds=seconds,
        client_sha256=client_sha256[:_LONGEST] or None,
    )


def _reads(request: PanelRequest) -> bool:
    # HEAD shows nobody anything.
    return request.method == "GET" and not request.scope.is_preview
