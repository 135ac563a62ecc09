"""What the clock does: terms that renewed go on, and whoever takes care is told before an end, once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from aceite.core.agreements.models import Agreement, AgreementQuerySet
from aceite.core.agreements.settling import settle
from aceite.core.agreements.states import Standing
from aceite.core.contracts.terms import notice_by, term_of
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.permitting import require
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record

# No company's calendar is further ahead of the server's.
AHEAD = timedelta(days=1)


def due(at: datetime) -> AgreementQuerySet:
    """Those with an end to tell of that was not told yet, and those whose term renewed."""
    day = (at + AHEAD).date()
    untold = Q(ending_from__lte=day) & (Q(told_of=None) | ~Q(told_of=F("term_ends_on")))
    going_on = Q(last_on=None) | Q(last_on__gte=at.date() - AHEAD)
    renewed = Q(renews=True, term_ends_on__lt=day)
    return Agreement.objects.holding().filter(going_on, terminated=False).filter(untold | renewed)


def look_at(agreement: Agreement, *, by: Actor, at: datetime) -> None:
    """Works the sale's register out anew and records *ending* once for each end. Twice is harmless."""
    require("proposal.watch", agreement.proposal, by)
    with transaction.atomic():
        sale = lock_sale(agreement.proposal_id)
        today = at.astimezone(sale.company.tz).date()
        for row in settle(sale, today):
            if row.terminated or row.standing_on(today) is not Standing.ENDING or row.told_of == row.term_ends_on:
                continue
            row.told_of = row.term_ends_on
            row.save(update_fields=["told_of"])
            record("agreement.ending", sale=sale.pk, by=by, at=at, data=_data(row))


def _data(row: Agreement) -> dict[str, object]:
    last = row.term_ends_on
    term = term_of(row.contract.term if row.contract else {})
    notice = notice_by(term, last) if last and row.renews else None
    return {
        "agreement": row.pk,
        "ends_on": last.isoformat() if last else "",
        "renews": row.renews,
        "notice_by": notice.isoformat() if notice else "",
        "tell": term.alert_to or 0,
    }
