"""The storage keeps itself tidy, and forgets to whom it served what once no session can speak of it."""

from datetime import timedelta

from django.utils import timezone

from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.documents.forgetting import erase_bytes, newly_removed, removed_since
from aceite.core.documents.placing import forget_interrupted
from aceite.core.documents.serving import KEPT, forget_served
from aceite.core.jobs.progress import beat
from aceite.core.jobs.queue import AT_NIGHT, job
from aceite.core.jobs.schedule import every
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on


@every(timedelta(days=1))
@job(tries=3, priority=AT_NIGHT, long=True)
def tidy_storage() -> None:
    """Removes uploads that were interrupted a day ago."""
    forget_interrupted(before=timezone.now() - timedelta(days=1))


@every(timedelta(days=1))
@job(tries=3)
def erase_what_left_no_event() -> None:
    """The bytes of what was taken out of drafts and models, of which the trail says nothing."""
    with everywhere(Door.JOBS):
        companies = removed_since(timezone.now() - timedelta(days=2))
    for company_id in companies:
        erase_removed.enqueue(company_id=company_id)


@on(
    *("copy.discarded", "person.erased", "sale.cleared", "sale.removed", "data.forgotten"),
    *("item.picture_removed", "item.removed"),
)
def _bytes_later(event: Event) -> None:
    erase_removed.enqueue(company_id=event.company_id)


@job(long=True)
def erase_removed(*, company_id: int) -> None:
    """Takes the bytes of what was removed lately out of the storage."""
    with scoped(company_id):
        gone = newly_removed(company_id, at=timezone.now())
    for sha256 in gone:
        with scoped(company_id):
            erase_bytes(company_id, sha256)
        beat()


@every(timedelta(days=1))
@job(tries=3)
def tidy_servings() -> None:
    """Removes what was served to sessions that have ended long ago."""
    with everywhere(Door.JOBS):
        forget_served(before=timezone.now() - KEPT)
