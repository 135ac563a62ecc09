"""The papers powers are read in: a stranger's files, opened in a limited child before they are kept."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.customers.signing_powers import PowerKind
from aceite.core.documents.models import Document
from aceite.core.documents.storing import store
from aceite.core.trail.refusals import Unfit, unfit
from aceite.kit.imaging import PictureRefused, require_opens

LARGEST: Final = 15 * 1024 * 1024
_PDF: Final = b"%PDF-"
# How such a file begins → its content type.
_KINDS: Final = {_PDF: "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def keep_paper(data: bytes, *, kind: str, company_id: int, at: datetime) -> Document:
    """Keeps what the customer sent. Raises Unfit: too large, neither PDF nor picture, or one that does not open; a
    power of attorney goes with every contract it signs, so it has to be a PDF. And documents.storing.DiskFull."""
    content_type = next((known for start, known in _KINDS.items() if data.startswith(start)), "")
    if len(data) > LARGEST:
        raise Unfit("proxy", _("O arquivo passa de 15 MB. Reduza-o e envie de novo."))
    if kind == PowerKind.PROXY and content_type != "application/pdf":
        raise Unfit("proxy", _("Envie a procuração em PDF: ela acompanha os contratos assinados com ela."))
    if not content_type:
        raise Unfit("proxy", _("Envie o documento em PDF ou foto (JPG ou PNG)."))
    try:
        require_opens(data)
    except PictureRefused as refused:
        raise unfit("proxy", refused) from refused
    return store(data, company_id=company_id, content_type=content_type, at=at)
