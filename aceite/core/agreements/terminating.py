"""One side ends a contract: written down with its day and its paper, and taken back when it was a mistake."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.agreements.models import Agreement, Side, Termination
from aceite.core.agreements.settling import settle
from aceite.core.documents.patience import SECONDS
from aceite.core.documents.storing import keep, store
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.permitting import require_member
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, Unfit, unfit
from aceite.kit.imaging import PictureRefused, require_opens
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

MAX_BYTES = 15 * 1024 * 1024
LONGEST_REASON = 400


class AlreadyEnded(Refusal):
    """It ended before, or somebody wrote down another end."""

    sentence = gettext_lazy("Este contrato já terminou ou já tem um encerramento registrado. Nada foi mudado.")


@dataclass(frozen=True)
class Ending:
    """How it ends: by which side, told on which day, holding until which; why; the paper as PDF, where there is one."""

    side: str
    noticed_on: date
    last_on: date
    reason: str
    name: str = ""
    content: bytes = b""


def terminate(agreement: Agreement, ending: Ending, *, by: Actor, at: datetime) -> Termination:
    """Writes down that one side ends the contract; what recurs falls due no more after its last day.

    The same ending twice is one. Raises NotAllowed, Unfit, AlreadyEnded, and the store's refusals.
    """
    member = require_member("agreement.terminate", agreement.proposal, by)
    fit = _fit(ending, agreement, at)
    document = (
        store(fit.content, company_id=agreement.company_id, content_type="application/pdf", at=at)
        if fit.content
        else None
    )
    with transaction.atomic():
        sale = lock_sale(agreement.proposal_id)
        today = at.astimezone(sale.company.tz).date()
        fresh = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if same := Termination.objects.standing().filter(agreement=fresh).first():
            if (same.side, same.noticed_on, same.last_on) == (fit.side, fit.noticed_on, fit.last_on):
                return same
            raise AlreadyEnded
        if not fresh.holds or (fresh.last_on is not None and fresh.last_on < today):
            raise AlreadyEnded
        if document is not None:
            document = keep(document, fit.content, at=at)
        made = Termination.objects.create(
            company_id=fresh.company_id, agreement=fresh, side=fit.side, noticed_on=fit.noticed_on, last_on=fit.last_on,
            reason=fit.reason, document=document, name=fit.name, recorded_by=member, recorded_at=at,
        )  # fmt: skip
        settle(sale, today)
        data = _data(made) | {"sha256": document.sha256 if document else ""}
        record("agreement.terminated", sale=sale.pk, by=by, at=at, data=data, personal={"reason": fit.reason})
        return made


def undo_termination(termination: Termination, *, by: Actor, at: datetime) -> Termination:
    """Takes back an ending that was written down by mistake; the row stays. Twice is harmless. Raises NotAllowed."""
    agreement = termination.agreement
    require_member("agreement.terminate", agreement.proposal, by)
    with transaction.atomic():
        sale = lock_sale(agreement.proposal_id)
        if Termination.objects.filter(pk=termination.pk, undone_at=None).update(undone_at=at):
            settle(sale, at.astimezone(sale.company.tz).date())
            record("agreement.termination_undone", sale=sale.pk, by=by, at=at, data=_data(termination))
    termination.refresh_from_db()
    return termination


def _data(row: Termination) -> dict[str, object]:
    return {"agreement": row.agreement_id, "side": row.side, "last_on": row.last_on.isoformat()}


def _fit(ending: Ending, agreement: Agreement, at: datetime) -> Ending:
    if ending.side not in Side.values:
        raise Unfit("side", _("Escolha uma das opções."))
    if ending.noticed_on > at.astimezone(agreement.company.tz).date():
        raise Unfit("noticed_on", _("O dia do aviso ainda não chegou."))
    if ending.last_on < ending.noticed_on:
        raise Unfit("last_on", _("O último dia vem antes do aviso."))
    try:
        reason = clean(ending.reason, max_length=LONGEST_REASON).text
        name = clean(ending.name.replace("\\", "/").rsplit("/", 1)[-1], max_length=160, multiline=False).text
    except Complaint as complaint:
        raise unfit("reason", complaint) from None
    if not reason:
        raise Unfit("reason", _("Escreva o motivo."))
    _require_pdf(ending.content)
    return Ending(
        ending.side, ending.noticed_on, ending.last_on, reason, name if ending.content else "", ending.content
    )


def _require_pdf(content: bytes) -> None:
    if not content:
        return
    if len(content) > MAX_BYTES or not content.startswith(b"%PDF-"):
        raise Unfit("file", _("Envie um PDF de até 15 MB."))
    try:
        require_opens(content, seconds=SECONDS)
    except PictureRefused as refused:
        raise unfit("file", refused) from refused
