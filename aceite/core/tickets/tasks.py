"""Threads go along when registers of one customer are made one, and come back when that is undone."""

from typing import Final

from django.db.models import Q

from aceite.core.customers.folding import Hers, bring_along, give_back, known, merge_of
from aceite.core.tickets.models import Ticket, TicketMessage
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on

HERS: Final = (
    Hers("threads", Ticket, "opened_by", "customer"),
    Hers("written", TicketMessage, "panel_user", "ticket__customer"),
)

known(*HERS)


@on("customer.merged")
def _gone_along(event: Event) -> None:
    tickets = Ticket.objects.filter(company=event.company_id)
    tickets.filter(customer=event.data["merged"]).update(customer=event.data["customer"])
    merge = merge_of(event)
    # Who was at both has one access now: her threads are read, and answered to, under that one.
    bring_along(merge, HERS)


@on("customer.parted")
def _come_back(event: Event) -> None:
    kept, gone = event.data["customer"], event.data["merged"]
    merge = merge_of(event)
    opened = {int(pk): person for pk, person in merge.moved.get("threads", {}).items()}
    # Sales and people stand where they belong again.
    general = Q(opened_by__customer=gone) | Q(pk__in=opened)
    hers = Ticket.objects.filter(Q(proposal__customer=gone) | Q(general, proposal=None))
    found = list(hers.filter(company=event.company_id, customer=kept).values_list("pk", flat=True))
    Ticket.objects.filter(pk__in=found).update(customer=gone)
    give_back(merge, HERS)
