"""Threads go along when registers of one customer are made one, and come back when that is undone."""

from django.db.models import Q

from aceite.core.tickets.models import Ticket
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on


@on("customer.merged")
def _gone_along(event: Event) -> None:
    hers = Ticket.objects.filter(company=event.company_id, customer=event.data["merged"])
    hers.update(customer=event.data["customer"])


@on("customer.parted")
def _come_back(event: Event) -> None:
    kept, gone = event.data["customer"], event.data["merged"]
    # Sales and people stand where they belong again.
    of_the_other = Q(proposal__customer=gone) | Q(proposal=None, opened_by__customer=gone)
    hers = Ticket.objects.filter(of_the_other, company=event.company_id, customer=kept)
    Ticket.objects.filter(pk__in=list(hers.values_list("pk", flat=True))).update(customer=gone)
