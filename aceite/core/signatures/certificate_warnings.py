"""Warned 60, 30 and 7 days before a company's certificate ends, once each, and told when it has ended."""

from datetime import datetime

from django.db import transaction

from aceite.core.signatures.certificates import end_certificate
from aceite.core.signatures.models import WARNED_DAYS, Certificate
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.hashing import rfc3339


def tell_certificate(certificate: Certificate, *, by: Actor, at: datetime) -> None:
    """Records what the clock says of a standing certificate: that it ends soon, or has ended. Twice is once.

    Uploaded late, it is warned of once, by the nearest of the three days. Raises NotAllowed.
    """
    if by.company_id != certificate.company_id or not by.may("certificate.end"):
        raise NotAllowed
    if certificate.valid_until < at:
        end_certificate(certificate, by=by, at=at)
        return
    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
        days = min((each for each in WARNED_DAYS if locked.days_left(at) <= each), default=None)
        if days is None or locked.retired_at is not None or (locked.warned_days or days + 1) <= days:
            return
        locked.warned_days = days
        locked.save(update_fields=["warned_days"])
        data = {"certificate": locked.pk, "days": days, "valid_until": rfc3339(locked.valid_until)}
        record("certificate.ending", by=by, at=at, data=data)
