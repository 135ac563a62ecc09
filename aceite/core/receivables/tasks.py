"""What is expected follows the sale: from its approval, its order, when either is taken back; and the clock."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.jobs.queue import AT_NIGHT, job
from aceite.core.jobs.schedule import every
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.receivables import enclosing
from aceite.core.receivables.expecting import expect
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on

# Imported for what it adds to dossiers.
IN_DOSSIERS: Final = enclosing


@on("proposal.approved", "approval.undone", "order.made", "proposal.cancelled", "proposal.rescinded", "amendment.fell")
def moved(event: Event) -> None:
    """The worker looks what the sale is owed now; the act waits for nothing."""
    if event.sale_id is not None:
        look_what_is_owed.enqueue(company_id=event.company_id, sale_id=event.sale_id)


@job(label=gettext_lazy("Parcelas a receber"))
def look_what_is_owed(*, company_id: int, sale_id: int) -> None:
    """Brings the receivables of a sale in line with where it stands."""
    with scoped(company_id), transaction.atomic():
        sale = lock_sale(sale_id)
        expect(sale, timezone.now().astimezone(sale.company.tz).date())


# Of very many orders one after another.
look_by_night: Final = look_what_is_owed.using(priority=AT_NIGHT)


@every(timedelta(days=1))
@job()
def look_at_what_recurs() -> None:
    """Each order with something that recurs is looked at once a day: the next of its payments come into sight."""
    with everywhere(Door.JOBS):
        found = list(Proposal.objects.recurring_orders(timezone.now().date()).values_list("company_id", "pk"))
        for company_id, sale_id in found:
            look_by_night.enqueue(company_id=company_id, sale_id=sale_id)
