"""What the clock does with a customer's people."""

from datetime import timedelta

from django.utils import timezone

from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.customers.models import SigningPower
from aceite.core.customers.power_ends import ends_to_tell, tell_end
from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every
from aceite.core.trail.actors import System


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
