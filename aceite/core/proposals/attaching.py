"""Files that go with a draft: kept under their hash, part of the bundle once sent."""

from datetime import datetime
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from aceite.core.documents.forgetting import let_go
from aceite.core.documents.models import Document
from aceite.core.documents.patience import SECONDS
from aceite.core.documents.storing import keep, store
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Attachment, Proposal
from aceite.core.proposals.permitting import not_now, require, require_move
from aceite.core.proposals.states import State
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import Refusal, said
from aceite.kit.fonts import refuse_undrawable
from aceite.kit.imaging import PictureRefused, require_opens
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

Kept = TypeVar("Kept", bound=Model)
MAX_ATTACHMENTS: Final = 20
MAX_ATTACHMENT_BYTES: Final = 15 * 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Ending → content type and how such a file begins; text has no beginning of its own.
KINDS: Final[dict[str, tuple[str, tuple[bytes, ...]]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (_ZIP,)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (_ZIP,)),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", (_ZIP,)),
    "odt": ("application/vnd.oasis.opendocument.text", (_ZIP,)),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", (_ZIP,)),
    "doc": ("application/msword", (_OLE,)),
    "xls": ("application/vnd.ms-excel", (_OLE,)),
    "zip": ("application/zip", (_ZIP,)),
    "dwg": ("image/vnd.dwg", (b"AC10",)),
    "txt": ("text/plain; charset=utf-8", (b"",)),
    "csv": ("text/csv; charset=utf-8", (b"",)),
}


class AttachmentRefused(Refusal):
    """The file cannot go with the proposal; nothing was kept."""


def attach_file(
    proposal: Proposal, content: bytes, *, name: str, by: Actor, at: datetime, seconds: int = SECONDS
) -> Attachment:
    """Keeps the file with the draft; the same file under the same name twice is one attachment.

    A picture or PDF must open within `seconds`, for the customer will open it; anything else is kept and never opened.
    Raises NotAllowed, NotNow (sent already), AttachmentRefused, and the store's refusals (full disk).
    """
    require("proposal.edit", proposal, by)
    kept_name, content_type = fit_file(name, content, seconds=seconds)
    document = store(content, company_id=proposal.company_id, content_type=content_type, at=at)
    with transaction.atomic():
        locked = lock_sale(proposal)
        require_move("proposal.edit", locked, at)
        return put_last(current_of(locked).attachments, keep(document, content, at=at), kept_name)


def put_last(files: "Manager[Kept]", document: Document, name: str) -> Kept:
    """Under the caller's lock the file's row behind these, the same file under the same name once. Raises
    AttachmentRefused when there are as many as a proposal takes."""
    if same := files.filter(document=document, name=name).first():
        return same
    if files.count() >= MAX_ATTACHMENTS:
        raise AttachmentRefused(_("Uma proposta leva até %(limit)s anexos.") % {"limit": MAX_ATTACHMENTS})
    last = files.order_by("-position").values_list("position", flat=True).first()
    position = 0 if last is None else last + 1
    return files.create(company_id=document.company_id, document=document, name=name, position=position)


def fit_file(name: str, content: bytes, *, seconds: int = SECONDS) -> tuple[str, str]:
    """The name a file is kept under, and its content type. Raises AttachmentRefused: of no known kind, empty, too
    large, not what its name says, or a picture or PDF that does not open within `seconds`."""
    kept_name = _name(name)
    content_type = _kind(kept_name, content)
    _require_opens(kept_name, content, seconds)
    return kept_name, content_type


def remove_attachment(attachment: Attachment, *, by: Actor, at: datetime) -> None:
    """Takes the file out of the draft. Raises NotAllowed, and NotNow for a version that was sent."""
    proposal = attachment.version.proposal
    require("proposal.edit", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        require_move("proposal.edit", locked, at)
        if attachment.version_id != locked.current_id:
            raise not_now(locked, State.SENT, to_vendor=True)
        Attachment.objects.filter(pk=attachment.pk).delete()
        let_go([attachment.document_id], at=at)


def _require_opens(name: str, content: bytes, seconds: int) -> None:
    if not seconds:
        sentence = _("Não deu tempo de abrir “%(name)s” junto com os outros. Envie-o de novo.")
        raise AttachmentRefused(sentence % {"name": name})
    try:
        require_opens(content, seconds=seconds)
    except PictureRefused as refused:
        sentence = _("“%(name)s” não pôde ser incluído. %(why)s")
        raise AttachmentRefused(sentence % {"name": name, "why": said(refused)}) from refused


def _name(typed: str) -> str:
    # Browsers of old send the whole path.
    name = typed.replace("\\", "/").rsplit("/", 1)[-1]
    try:
        kept = clean(name, max_length=160, multiline=False).text
        refuse_undrawable(kept)
    except Complaint as complaint:
        raise AttachmentRefused(said(complaint)) from None
    return kept


def _kind(name: str, content: bytes) -> str:
    if not content:
        raise AttachmentRefused(_("O arquivo “%(name)s” está vazio.") % {"name": name})
    if len(content) > MAX_ATTACHMENT_BYTES:
        raise AttachmentRefused(_("O arquivo “%(name)s” passa de 15 MB. Reduza-o e envie de novo.") % {"name": name})
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    content_type, beginnings = KINDS.get(ending, ("", ()))
    if not content_type:
        raise AttachmentRefused(
            _("O tipo de “%(name)s” não é aceito. Envie PDF, imagem, planilha, texto ou ZIP.") % {"name": name}
        )
    if not content.startswith(beginnings):
        raise AttachmentRefused(_("O conteúdo de “%(name)s” não é o que o nome diz.") % {"name": name})
    return content_type
