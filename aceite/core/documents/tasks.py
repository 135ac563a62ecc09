"""The storage keeps itself tidy."""

from datetime import timedelta

from django.utils import timezone

from aceite.core.documents.placing import forget_interrupted
from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every


@every(timedelta(days=1))
@job(tries=3)
def tidy_storage() -> None:
    """Removes uploads that were interrupted a day ago."""
    forget_interrupted(before=timezone.now() - timedelta(days=1))
