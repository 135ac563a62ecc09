"""A panel user's address: the vendor may change it, and can never become the customer by doing so.

TRUST: the change never touches the User; it ends sessions and open codes, needs a new invitation, is an event, and is
told to the old address.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.companies.identity import fit_email
from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import AlreadyThere, end_entrance, lock, may_manage, refuse_managing
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed


def change_address(person: PanelUser, email: str, *, by: Actor, at: datetime) -> PanelUser:
    """Writes another address; whoever owns it must be invited and prove it. Raises NotAllowed, Unfit, AlreadyThere."""
    if isinstance(by, PanelUser) or not may_manage(by, person.customer):
        raise NotAllowed(_("O e-mail de acesso é alterado pela empresa que convidou. Fale com ela."))
    refuse_managing(by, person.customer, person.rights, of=person)
    new = fit_email(email)
    with transaction.atomic():
        locked = lock(person)
        if locked.email == new:
            return locked
        end_entrance(locked, at=at)
        old, locked.email = locked.email, new
        locked.user, locked.joined_at = None, None
        locked.invitation_nonce, locked.invited_at, locked.invitation_expires_at = "", None, None
        locked.disowned_at = None
        _save(locked)
        personal = {"old": old, "new": new}
        record("panel_user.address_changed", by=by, at=at, data={"panel_user": locked.pk}, personal=personal)
    return locked


def _save(person: PanelUser) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise AlreadyThere(PanelUser.objects.get(customer_id=person.customer_id, email=person.email)) from None
