"""The job that tells the team of an event."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.scope import scoped
from aceite.core.jobs.queue import job
from aceite.core.notices.making import make_notices
from aceite.core.trail.models import Event


@job(priority=5, label=_("Avisar a equipe de um acontecimento"))
def write_notices(*, company_id: int, event_id: int) -> None:
    """Makes the notices of an event."""
    with scoped(company_id):
        event = Event.objects.filter(pk=event_id, company_id=company_id).first()
        if event is not None:
            make_notices(event, at=timezone.now())
