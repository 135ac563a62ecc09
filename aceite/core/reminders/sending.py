"""A rule reminds the customer of one sale."""

from datetime import datetime

from django.db import transaction

from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require
from aceite.core.reminders.finding import due_among
from aceite.core.reminders.models import Reminder, rules_of
from aceite.core.reminders.rules import Rule
from aceite.core.sales.reminding import remind
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal


def remind_by_rule(proposal: Proposal, *, by: Actor, at: datetime) -> Reminder | None:
    """Reminds the customer, if a rule says so at this moment; once for each rule, version and day. None when nothing
    was to be said: she acted meanwhile, or it is no hour to write. Raises NotAllowed."""
    require("proposal.watch", proposal, by)
    try:
        with transaction.atomic():
            return _remind(lock_sale(proposal), by, at)
    except Refusal:
        # Whatever forbids it now, nothing of it is kept; the schedule looks again.
        return None


def _remind(locked: Proposal, by: Actor, at: datetime) -> Reminder | None:
    rules, company = rules_of(locked.company_id), locked.company
    local = at.astimezone(company.tz)
    if not rules.speaks_at(local, company.days_off):
        return None
    due = next(due_among([locked], rules, at=at), None)
    if due is None:
        return None
    reminder, new = Reminder.objects.get_or_create(
        company_id=locked.company_id, version=current_of(locked), rule=due.rule, day=local.date(),
        defaults={"proposal": locked},
    )  # fmt: skip
    if not new:
        return None
    if due.rule is Rule.BEFORE_END:
        _tell_the_end(locked, by, at)
    else:
        remind(locked, by=by, at=at)
    return reminder


def _tell_the_end(locked: Proposal, by: Actor, at: datetime) -> None:
    """To all who see the proposal: each may know who has to act."""
    locked.reminded_at = at
    locked.save(update_fields=["reminded_at"])
    ends = locked.expires_at.isoformat() if locked.expires_at else ""
    data = {"version": current_of(locked).version, "expires_at": ends}
    record("proposal.reminded", sale=locked.pk, by=by, at=at, data=data)
