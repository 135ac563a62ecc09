"""More time for the customer: the sent version stays as it is, only its last valid day moves, and only later."""

import json
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.contracts.turns import turn_in
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require, require_move
from aceite.core.proposals.states import State
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal


class ExtendRefused(Refusal):
    """The new date is no extension; the validity is as it was."""


def last_valid_day(proposal: Proposal) -> date | None:
    """The last day on which the sent version can be approved, in the company's zone."""
    if proposal.expires_at is None:
        return None
    return (proposal.expires_at - timedelta(microseconds=1)).astimezone(proposal.company.tz).date()


def moves_to(proposal: Proposal, valid_until: date, at: datetime) -> bool:
    """Whether the validity can move to that day; False when it ends then already. Raises NotNow and ExtendRefused."""
    _refuse_other_name(proposal)
    expired = require_move("proposal.extend", proposal, at).source is State.EXPIRED
    before = last_valid_day(proposal)
    if before == valid_until and not expired:
        return False
    if before is not None and valid_until <= before:
        raise ExtendRefused(_("A nova validade precisa ser depois da atual. Para encurtá-la, abra uma nova versão."))
    if valid_until < at.astimezone(proposal.company.tz).date():
        raise ExtendRefused(_("A nova validade precisa ser de hoje em diante."))
    return True


def extend(proposal: Proposal, *, valid_until: date, by: Actor, at: datetime) -> Proposal:
    """Lets the current version be approved until the end of `valid_until` in the company's zone, also after expiry.

    The date frozen in M stays what it was; no signature is lost. Raises NotAllowed, NotNow and ExtendRefused.
    """
    require("proposal.extend", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        if not moves_to(locked, valid_until, at):
            return locked
        before, expired = last_valid_day(locked), locked.state_at(at) is State.EXPIRED
        locked.expires_at = datetime.combine(valid_until + timedelta(days=1), time.min, tzinfo=locked.company.tz)
        locked.reminded_at = locked.expiry_recorded_at = None
        if expired:
            locked.waiting_for, locked.waiting_since = turn_in(locked), at
        locked.save(update_fields=["expires_at", "reminded_at", "expiry_recorded_at", "waiting_for", "waiting_since"])
        data = {"until": valid_until.isoformat(), "before": before.isoformat() if before else ""}
        record("proposal.extended", sale=locked.pk, by=by, at=at, data=data)
        return locked


def _refuse_other_name(proposal: Proposal) -> None:
    """Its papers name the register that the customer's others were made one with."""
    version = proposal.shown
    bound = json.loads(version.manifest)["customer"]["id"] if version and version.manifest else proposal.customer_id
    if bound != proposal.customer_id:
        raise ExtendRefused(
            _("Os documentos desta versão trazem os dados de um cadastro que foi unido a outro. Abra uma nova versão.")
        )
