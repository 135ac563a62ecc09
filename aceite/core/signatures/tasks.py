"""Anchors follow the clock: every company's trail once a day."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every
from aceite.core.signatures.anchoring import anchor_trail
from aceite.core.trail.actors import System


@every(timedelta(days=1))
@job()
def anchor_trails() -> None:
    """Each company's trail is anchored by a job of its own."""
    with everywhere(Door.JOBS):
        for company_id in Company.objects.order_by("pk").values_list("pk", flat=True):
            anchor_the_trail.enqueue(company_id=company_id)


@job(label=_("Ancorar a trilha da empresa"))
def anchor_the_trail(*, company_id: int) -> None:
    """Makes the day's anchor, where something happened since the last one."""
    with scoped(company_id):
        anchor_trail(company_id, by=System(company_id), at=timezone.now())
