"""The files that come with a message: looked at before anything is locked, kept under their hash."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.documents.models import Document
from aceite.core.documents.patience import Patience
from aceite.core.documents.storing import keep, store
from aceite.core.proposals.attaching import fit_file
from aceite.core.tickets.models import TicketFile, TicketMessage
from aceite.core.trail.refusals import Unfit

MAX_FILES: Final = 5


@dataclass(frozen=True)
class Given:
    """A file as it comes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Kept:
    """A file that stands in the storage, and the name it is to be given back under."""

    name: str
    document: Document
    content: bytes = field(repr=False)


def keep_files(files: Sequence[Given], *, company_id: int, at: datetime) -> list[Kept]:
    """Keeps the bytes; a picture or PDF must open. Raises Unfit, AttachmentRefused, and the store's refusals."""
    if len(files) > MAX_FILES:
        raise Unfit("added", _("Uma mensagem leva até %(limit)s arquivos.") % {"limit": MAX_FILES})
    patience, kept = Patience(), []
    for file in files:
        name, content_type = fit_file(file.name, file.content, seconds=patience.left)
        document = store(file.content, company_id=company_id, content_type=content_type, at=at)
        kept.append(Kept(name, document, file.content))
    return kept


def hang(files: Sequence[Kept], message: TicketMessage, *, at: datetime) -> None:
    """Puts the files beside the message, in the transaction that writes it."""
    all_of_them = [file.document.pk for file in files]
    held = [(file.name, keep(file.document, file.content, at=at, beside=all_of_them)) for file in files]
    TicketFile.objects.bulk_create(
        TicketFile(company_id=message.company_id, message=message, document=document, name=name)
        for name, document in held
    )
