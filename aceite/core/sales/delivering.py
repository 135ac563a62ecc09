"""Writing down when the customer received what was sold: the term for withdrawing counts from there, if it is later."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.documents.models import Document
from aceite.core.documents.patience import Patience
from aceite.core.documents.storing import keep, store
from aceite.core.proposals.attaching import MAX_ATTACHMENT_BYTES, fit_file
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require_member, require_move
from aceite.core.sales.models import Approval, Delivery
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Unfit, fit_text

MAX_BYTES: Final = MAX_ATTACHMENT_BYTES

LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class Received:
    """On which day, by whom (may stay empty), and the paper of it, where there is one."""

    delivered_on: date
    received_by: str = ""
    name: str = ""
    content: bytes = b""


def record_delivery(proposal: Proposal, given: Received, *, by: Actor, at: datetime) -> Delivery:
    """Writes the delivery down, or corrects what was written: the row before stays, and so does the term it gave.

    The same again is the one row. Raises NotAllowed, NotNow, Unfit, AttachmentRefused, and the store's refusals.
    """
    by = require_member("delivery.record", proposal, by)
    fit = _fit(given, proposal, at)
    name, document = _kept(fit, proposal, at)
    with transaction.atomic():
        locked = lock_sale(proposal)
        before = Delivery.objects.standing().filter(proposal=locked).first()
        if before is not None and _says(before, fit, document):
            return before
        require_move("delivery.record", locked, at)
        _refuse_early(locked, fit.delivered_on)
        if before is not None:
            before.replaced_at = at
            before.save(update_fields=["replaced_at"])
            # Without a file the correction is of the day or the name; the paper stays.
            name, document = (name, document) if document else (before.name, before.document)
        if document is not None and fit.content:
            document = keep(document, fit.content, at=at)
        made = Delivery.objects.create(
            company_id=locked.company_id, proposal=locked, delivered_on=fit.delivered_on, received_by=fit.received_by,
            document=document, name=name, recorded_by=by, recorded_at=at,
        )  # fmt: skip
        kind = "delivery.corrected" if before else "delivery.recorded"
        personal = {"received_by": fit.received_by} if fit.received_by else {}
        record(kind, sale=locked.pk, by=by, at=at, data=_data(made, before), personal=personal)
        return made


def _says(row: Delivery, given: Received, document: Document | None) -> bool:
    same = (row.delivered_on, row.received_by) == (given.delivered_on, given.received_by)
    return same and (document is None or row.document == document)


def _refuse_early(proposal: Proposal, day: date) -> None:
    approved = Approval.objects.filter(proposal=proposal, undone_at=None).values_list("approved_at", flat=True).first()
    if approved is not None and day < approved.astimezone(proposal.company.tz).date():
        raise Unfit("delivered_on", _("A entrega vem antes da aprovação. Confira o dia."))


def _data(made: Delivery, before: Delivery | None) -> dict[str, object]:
    return {
        "delivery": made.pk,
        "delivered_on": made.delivered_on.isoformat(),
        "sha256": made.document.sha256 if made.document else "",
        "before": before.delivered_on.isoformat() if before else "",
    }


def _fit(given: Received, proposal: Proposal, at: datetime) -> Received:
    if given.delivered_on > at.astimezone(proposal.company.tz).date():
        raise Unfit("delivered_on", _("O dia da entrega ainda não chegou."))
    received_by = fit_text("received_by", given.received_by, longest=LONGEST_NAME, multiline=False)
    return Received(given.delivered_on, received_by, given.name, given.content)


def _kept(given: Received, proposal: Proposal, at: datetime) -> tuple[str, Document | None]:
    if not given.content:
        return "", None
    name, content_type = fit_file(given.name, given.content, seconds=Patience().left)
    return name, store(given.content, company_id=proposal.company_id, content_type=content_type, at=at)
