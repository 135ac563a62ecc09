"""The mail room listens to what happens and puts a job beside it; the rest is the worker's."""

from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on
from aceite.outbound.mail.posting import write_letters, write_urgent_letters
from aceite.outbound.mail.rules import RULES


@on(*RULES)
def queue_letters(event: Event) -> None:
    """One job for each event that has letters; it commits or rolls back with the act."""
    letters = write_urgent_letters if event.kind == "code.requested" else write_letters
    letters.enqueue(company_id=event.company_id, event_id=event.pk)
