"""What follows the clock: every company's trail is anchored once a day, and certificates come to their end."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every
from aceite.core.signatures.anchoring import anchor_trail
from aceite.core.signatures.certificate_warnings import tell_certificate
from aceite.core.signatures.models import Certificate
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
