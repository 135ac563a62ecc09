"""What is in force follows the sale and its amendments; and the clock."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from aceite.core.agreements.models import Agreement
from aceite.core.agreements.settling import may_be_in_force, settle
from aceite.core.agreements.telling import due, look_at
from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.jobs.progress import beat
from aceite.core.jobs.queue import AT_NIGHT, job
from aceite.core.jobs.schedule import every
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on


@on(
    *("proposal.approved", "approval.undone", "order.made", "proposal.cancelled", "contract.completed"),
    *("copy.accepted", "copy.refused", "proposal.rescinded", "amendment.fell"),
)
def moved(event: Event) -> None:
    """The worker looks what is in force now; the act waits for nothing."""
    if event.sale_id is not None:
        look_what_is_in_force.enqueue(company_id=event.company_id, sale_id=event.sale_id)


@job(label=gettext_lazy("Contratos em vigor"))
def look_what_is_in_force(*, company_id: int, sale_id: int) -> None:
    """Works out anew what holds of a sale, or of the one it amends."""
    with scoped(company_id), transaction.atomic():
        root = Proposal.objects.values_list("amends", flat=True).get(pk=sale_id) or sale_id
        sale = lock_sale(root)
        settle(sale, timezone.now().astimezone(sale.company.tz).date())


@job(priority=AT_NIGHT, label=gettext_lazy("Contratos em vigor"), long=True)
def look_at_all_that_may_be_in_force(*, company_id: int) -> None:
    """Brings the register of a company in line with all its sales, one transaction each, once after an upgrade: what
    was approved before there was a register, or while it was kept otherwise, stands in it too. Twice is harmless."""
    with scoped(company_id):
        sales = list(may_be_in_force(company_id).values_list("pk", flat=True))
    for done, sale_id in enumerate(sales):
        look_what_is_in_force.call(company_id=company_id, sale_id=sale_id)
        beat(done + 1, len(sales))


@every(timedelta(hours=1))
@job()
def watch_terms() -> None:
    """Finds the contracts of which the clock has something to tell; each is told by a job of its own."""
    with everywhere(Door.JOBS):
        found = list(due(timezone.now()).values_list("company_id", "pk"))
        for company_id, pk in found:
            look_at_the_term.enqueue(company_id=company_id, agreement_id=pk)


@job(label=gettext_lazy("Prazo de um contrato"))
def look_at_the_term(*, company_id: int, agreement_id: int) -> None:
    """Tells of an end that comes near, or notes that a term was renewed."""
    with scoped(company_id):
        row = Agreement.objects.select_related("proposal", "contract").filter(pk=agreement_id).first()
        if row is not None:
            look_at(row, by=System(company_id), at=timezone.now())
