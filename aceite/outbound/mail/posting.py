"""The two jobs of the mail room: from an event to its letters, and each letter to the mail server."""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.scope import scoped
from aceite.core.jobs.queue import job
from aceite.core.trail.models import Event
from aceite.outbound.mail import sending
from aceite.outbound.mail.deliveries import make_deliveries
from aceite.outbound.mail.models import Delivery

# Somebody waits before an open page for it.
URGENT = 50


@job(priority=10, label=_("Escrever os e-mails de um acontecimento"))
def write_letters(*, company_id: int, event_id: int) -> None:
    """Makes the rows of an event's letters and queues each of them."""
    with scoped(company_id), transaction.atomic():
        event = Event.objects.get(pk=event_id, company_id=company_id)
        for delivery in make_deliveries(event, now=timezone.now()):
            queue(delivery)


write_urgent_letters: Final = write_letters.using(priority=URGENT)


@job(tries=sending.TRIES + 5, priority=5, label=_("Enviar um e-mail"))
def send_delivery(*, company_id: int, delivery_id: int) -> None:
    """Sends one letter."""
    sending.send(company_id, delivery_id, now=timezone.now(), follow=queue)


def queue(delivery: Delivery) -> None:
    """Puts the sending of a delivery into the current transaction."""
    priority = URGENT if delivery.event_kind == "code.requested" else send_delivery.priority
    send_delivery.using(priority=priority).enqueue(company_id=delivery.company_id, delivery_id=delivery.pk)
