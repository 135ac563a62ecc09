"""That the customer has seen a version: an event, not a state, once per person, version and day."""

from datetime import datetime
from typing import Final

from django.db import transaction

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require
from aceite.core.rows.worded import Blank, Worded
from aceite.core.sales.models import Viewing
from aceite.core.trail.recording import record

_SEEN: Final = Worded(
    Viewing.objects.filter(
        company_id=Blank("company"), version=Blank("version"), panel_user=Blank("person"), day=Blank("day")
    )
)


def record_view(proposal: Proposal, *, by: PanelUser, at: datetime) -> None:
    """Records that this person saw the version her panel shows, today in the company's zone. Raises NotAllowed.

    Call it from a POST alone: mail scanners open links by GET and HEAD.
    """
    require("panel.see", proposal, by)
    day = at.astimezone(proposal.company.tz).date()
    if _SEEN.all(company=by.company_id, version=proposal.shown_id, person=by, day=day):
        return
    with transaction.atomic():
        locked = lock_sale(proposal)
        _viewing, new = Viewing.objects.get_or_create(
            company_id=by.company_id, version_id=locked.shown_id, panel_user=by, day=day
        )
        if new and locked.shown is not None:
            locked.last_viewed_at = at
            locked.save(update_fields=["last_viewed_at"])
            data = {"version": locked.shown.version, "day": day.isoformat()}
            record("proposal.viewed", sale=locked.pk, by=by, at=at, data=data)
