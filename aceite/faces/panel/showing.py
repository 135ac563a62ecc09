"""What a customer's session was shown; a preview is nobody's reading."""

from datetime import datetime

from aceite.core.documents.models import Document
from aceite.faces.panel.access import PanelRequest
from aceite.faces.ui import showing


def note_shown(request: PanelRequest, document: Document, *, at: datetime) -> None:
    """Notes that the file itself went to this person's session."""
    if not request.scope.is_preview:
        showing.note_file_shown(request, document, at=at)


def note_page_shown(
    request: PanelRequest, document: Document, page: int, picture: bytes, *, width: int, at: datetime
) -> None:
    """Notes the picture of a page."""
    if not request.scope.is_preview:
        showing.note_page_shown(request, document, page, picture, width=width, at=at)
