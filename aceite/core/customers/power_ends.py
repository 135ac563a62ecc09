"""The end of a power is told a month before and once it is over, so that it is renewed before a contract waits."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from aceite.core.customers.models import SigningPower, SigningPowerQuerySet
from aceite.core.customers.people import lock
from aceite.core.customers.signing_powers import PowerTold
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed

BEFORE: Final = timedelta(days=30)
# No company's calendar is further ahead of the server's.
_AHEAD: Final = timedelta(days=1)


def ends_to_tell(at: datetime) -> SigningPowerQuerySet:
    """Those with something to tell that was not told, of people whose access stands."""
    day = (at + _AHEAD).date()
    coming = Q(ends_on__lte=day + BEFORE, told=PowerTold.NOTHING)
    over = Q(ends_on__lt=day) & ~Q(told=PowerTold.ENDED)
    return SigningPower.objects.confirmed().filter(coming | over, panel_user__deactivated_at=None)


def tell_end(power: SigningPower, *, by: Actor, at: datetime) -> None:
    """Records *ending* once and *ended* once. Raises NotAllowed; twice is harmless."""
    if not by.may("power.watch") or by.company_id != power.company_id:
        raise NotAllowed
    with transaction.atomic():
        lock(power.panel_user)
        locked = SigningPower.objects.select_related("company", "panel_user").confirmed().filter(pk=power.pk).first()
        if locked is None or (told := _due(locked, at)) is None or told == locked.told:
            return
        locked.told = told
        locked.save(update_fields=["told"])
        data = {"power": locked.pk, "panel_user": locked.panel_user_id, "customer": locked.panel_user.customer_id}
        record(f"power.{told}", by=by, at=at, data=data | {"ends_on": f"{locked.ends_on}"})


def _due(power: SigningPower, at: datetime) -> PowerTold | None:
    today = at.astimezone(power.company.tz).date()
    if power.ends_on is None or power.ends_on > today + BEFORE:
        return None
    return PowerTold.ENDED if power.is_over(today) else PowerTold.ENDING
