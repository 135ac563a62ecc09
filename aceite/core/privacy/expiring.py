"""What the clock erases by itself: the content of sales whose time is over, and copies that nobody fetched."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from aceite.core.documents.forgetting import forget
from aceite.core.privacy.keeping import keeping_of
from aceite.core.privacy.models import ClearedSale, Request, retention_of
from aceite.core.proposals.models import Proposal
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed


def sales_run_out(company_id: int, *, at: datetime, after: int = 0) -> Iterator[int]:
    """The sales behind `after` whose time is over and whose content still stands, oldest first."""
    periods = retention_of(company_id)
    shortest = min(periods.evidence_years, periods.lost_years)
    cleared = ClearedSale.objects.filter(company_id=company_id).values("sale_id")
    # A sale cannot have ended before it began: most need not be looked at.
    old = Proposal.objects.filter(company_id=company_id, pk__gt=after, created_at__year__lte=at.year - shortest)
    for sale in old.exclude(pk__in=cleared).order_by("pk").iterator(chunk_size=200):
        if keeping_of(sale, periods, at=at).is_over(at):
            yield sale.pk


def forget_old_copies(company_id: int, *, by: Actor, at: datetime) -> int:
    """Takes away copies of people's data whose seven days are over; returns how many. Raises NotAllowed."""
    if by.company_id != company_id or not by.may("copies.forget"):
        raise NotAllowed
    with transaction.atomic():
        over = list(Request.objects.filter(company_id=company_id, file__isnull=False, file_until__lte=at))
        if not over:
            return 0
        Request.objects.filter(pk__in=[request.pk for request in over]).update(file=None)
        forget([request.file_id for request in over if request.file_id], at=at)
        record("data.forgotten", by=by, at=at, data={"copies": len(over)})
    return len(over)
