"""The room keeps itself tidy."""

from datetime import timedelta

from django.utils import timezone

from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every
from aceite.core.people.challenges import forget_old
from aceite.core.people.devices import forget_unused
from aceite.core.people.limits import forget_ended


@every(timedelta(days=1))
@job(tries=3)
def tidy_limits() -> None:
    """Removes the counts of windows that have ended: who tried to enter is nobody's business for longer."""
    forget_ended(timezone.now())


@every(timedelta(days=1))
@job(tries=3)
def tidy_challenges() -> None:
    """Removes the challenges whose minutes are long over."""
    forget_old(timezone.now())


@every(timedelta(days=1))
@job(tries=3)
def tidy_devices() -> None:
    """Removes sessions that are over, and devices nobody can be known by any more."""
    forget_unused(timezone.now())
