"""What follows the clock: every company's trail is anchored once a day, and certificates come to their end."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.jobs.queue import AT_NIGHT, job
from aceite.core.jobs.schedule import every
from aceite.core.signatures.anchoring import draft_anchor, keep_anchor, keep_stamp, stamp_for
from aceite.core.signatures.certificate_warnings import tell_certificate
from aceite.core.signatures.models import Certificate
from aceite.core.trail.actors import System
from aceite.core.trail.anchors import unstamped
from aceite.core.trail.models import Anchor

# A stamp of much later vouches for little: by then the next anchors have theirs.
ASKED_FOR: Final = timedelta(days=30)


@every(timedelta(days=1))
@job()
def anchor_trails() -> None:
    """Each company's trail is anchored by a job of its own."""
    with everywhere(Door.JOBS):
        for company_id in Company.objects.order_by("pk").values_list("pk", flat=True):
            anchor_the_trail.enqueue(company_id=company_id)


@job(priority=AT_NIGHT, label=_("Ancorar a trilha da empresa"), long=True)
def anchor_the_trail(*, company_id: int) -> None:
    """Makes the day's anchor, where something happened; time authorities are asked outside of any transaction."""
    at = timezone.now()
    with scoped(company_id):
        draft = draft_anchor(company_id, at=at)
    if draft is None:
        return
    stamp = stamp_for(draft.anchor, at=at)
    with scoped(company_id):
        keep_anchor(draft, stamp, by=System(company_id), at=at)


@every(timedelta(hours=1))
@job()
def ask_for_missing_stamps() -> None:
    """Anchors of the last days that no authority has vouched for yet."""
    at = timezone.now()
    with everywhere(Door.JOBS):
        waiting = list(unstamped(since=at - ASKED_FOR)) if settings.TIME_AUTHORITIES else []
    for anchor in waiting:
        stamp_the_anchor.enqueue(company_id=anchor.company_id, seq=anchor.seq)


@job(tries=1)
def stamp_the_anchor(*, company_id: int, seq: int) -> None:
    """Asks again; the next hour does, when nobody answers."""
    with scoped(company_id):
        anchor = Anchor.objects.get(company_id=company_id, seq=seq)
    stamp = stamp_for(anchor, at=timezone.now())
    with scoped(company_id):
        keep_stamp(anchor, stamp, by=System(company_id))


@every(timedelta(hours=1))
@job()
def watch_certificates() -> None:
    """Finds the companies' certificates that end soon or have ended; each is told by a job of its own."""
    with everywhere(Door.JOBS):
        found = list(Certificate.objects.to_tell(timezone.now()).values_list("company_id", "pk"))
        for company_id, certificate_id in found:
            tell_the_certificate.enqueue(company_id=company_id, certificate_id=certificate_id)


@job(label=_("Aviso do fim do certificado da empresa"))
def tell_the_certificate(*, company_id: int, certificate_id: int) -> None:
    """Records that a certificate ends soon, or has ended."""
    with scoped(company_id):
        certificate = Certificate.objects.get(pk=certificate_id)
        tell_certificate(certificate, by=System(company_id), at=timezone.now())
