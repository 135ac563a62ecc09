"""Files of billing: the NF-e and the boletos of an order, given to the customer in her panel."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.documents.patience import SECONDS
from aceite.core.documents.storing import keep, store
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require_member
from aceite.core.proposals.states import State
from aceite.core.receivables.expected import expected_of
from aceite.core.receivables.models import BilledFile, BilledKind
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, Unfit, unfit
from aceite.kit.imaging import require_opens
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

MAX_BYTES: Final = 15 * 1024 * 1024
MAX_FILES: Final = 120
_BEGINNINGS: Final = {"pdf": b"%PDF-", "xml": b"<"}
_BEFORE_XML: Final = b"\xef\xbb\xbf \t\r\n"
ENDINGS: Final = {"pdf": "application/pdf", "xml": "application/xml"}


class NoOrder(Refusal):
    """Only an order is billed."""

    sentence = gettext_lazy("Notas e boletos acompanham um pedido, e esta venda não é um. Nada foi guardado.")


@dataclass(frozen=True)
class Billed:
    """A file as it comes: its name, its bytes, what it is, and of which payment (None: of the whole order)."""

    name: str
    content: bytes
    kind: str = BilledKind.INVOICE
    number: int | None = None


def add_file(proposal: Proposal, given: Billed, *, by: Actor, at: datetime) -> BilledFile:
    """Gives the file to the customer; the same file under the same name twice is one.

    A PDF must open, for she will open it; XML is kept and never read. Raises NotAllowed, NoOrder, Unfit, and the
    store's refusals.
    """
    member = require_member("invoice.manage", proposal, by)
    name, content_type = _fit(given)
    document = store(given.content, company_id=proposal.company_id, content_type=content_type, at=at)
    with transaction.atomic():
        locked = lock_sale(proposal)
        if locked.state != State.ORDER:
            raise NoOrder
        files = BilledFile.objects.of_sale(locked)
        if same := files.filter(document=document, name=name).first():
            return same
        if files.count() >= MAX_FILES:
            raise Unfit("file", _("Um pedido leva até %(limit)s documentos.") % {"limit": MAX_FILES})
        if given.number is not None and given.number not in _numbers(locked, at):
            raise Unfit("number", _("Esta parcela não existe neste pedido."))
        document = keep(document, given.content, at=at)
        made = BilledFile.objects.create(
            company_id=locked.company_id, proposal=locked, number=given.number, kind=given.kind, name=name,
            document=document, added_by=member, added_at=at,
        )  # fmt: skip
        record("invoice.added", sale=locked.pk, by=by, at=at, data=_data(made))
    return made


def remove_file(file: BilledFile, *, by: Actor, at: datetime) -> None:
    """Takes a file back from the panel; twice is harmless. Raises NotAllowed."""
    require_member("invoice.manage", file.proposal, by)
    with transaction.atomic():
        lock_sale(file.proposal)
        if BilledFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at):
            record("invoice.removed", sale=file.proposal_id, by=by, at=at, data=_data(file))


def _numbers(proposal: Proposal, at: datetime) -> set[int]:
    return {part.number for part in expected_of(proposal, at.astimezone(proposal.company.tz).date())}


def _data(file: BilledFile) -> dict[str, object]:
    return {"file": file.pk, "kind": file.kind, "number": file.number, "sha256": file.document.sha256}


def _fit(given: Billed) -> tuple[str, str]:
    if given.kind not in BilledKind.values:
        raise Unfit("kind", _("Escolha uma das opções."))
    try:
        # Browsers of old send the whole path.
        name = clean(given.name.replace("\\", "/").rsplit("/", 1)[-1], max_length=160, multiline=False).text
        content_type = _content_type(name, given.content)
    except Complaint as complaint:
        raise unfit("file", complaint) from None
    return name, content_type


def _content_type(name: str, content: bytes) -> str:
    ending = name.rsplit(".", 1)[-1].lower()
    if ending not in ENDINGS:
        raise Unfit("file", _("Envie a nota como PDF ou XML, e o boleto como PDF."))
    if not content or len(content) > MAX_BYTES:
        raise Unfit("file", _("O arquivo está vazio ou passa de 15 MB."))
    if not content.lstrip(_BEFORE_XML if ending == "xml" else b"").startswith(_BEGINNINGS[ending]):
        raise Unfit("file", _("O conteúdo de “%(name)s” não é o que o nome diz.") % {"name": name})
    if ending == "pdf":
        require_opens(content, seconds=SECONDS)
    return ENDINGS[ending]
