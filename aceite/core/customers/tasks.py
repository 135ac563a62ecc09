"""What the clock does with a customer's people, and what goes along when two of their customers become one."""

from datetime import timedelta

from django.utils import timezone

from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.customers.folding import (
    POWERS,
    bring_along,
    bring_joint_powers,
    give_back,
    give_back_joint_powers,
    merge_of,
)
from aceite.core.customers.models import SigningPower
from aceite.core.customers.power_ends import ends_to_tell, tell_end
from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.subscribers import on


@on("customer.merged")
def powers_folded(event: Event) -> None:
    """By what right somebody signs goes along with her."""
    merge = merge_of(event)
    bring_along(merge, POWERS)
    bring_joint_powers(merge)


@on("customer.parted")
def powers_unfolded(event: Event) -> None:
    """And comes back."""
    merge = merge_of(event)
    give_back_joint_powers(merge)
    give_back(merge, POWERS)


@every(timedelta(hours=6))
@job()
def watch_powers() -> None:
    """Finds the powers of signature whose end is to be told; each is told by a job of its own."""
    with everywhere(Door.JOBS):
        found = list(ends_to_tell(timezone.now()).values_list("company_id", "pk"))
        for company_id, pk in found:
            tell_of_an_end.enqueue(company_id=company_id, power_id=pk)


@job()
def tell_of_an_end(*, company_id: int, power_id: int) -> None:
    """Tells that a power ends, or has ended."""
    with scoped(company_id):
        power = SigningPower.objects.select_related("panel_user").filter(pk=power_id).first()
        if power is not None:
            tell_end(power, by=System(company_id), at=timezone.now())
