"""*Este não sou eu*: somebody reached an entrance that is another person's, and says so.

Whoever says it proves nothing, so it opens nothing and takes from the right person only a link; the vendor is told.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from aceite.core.customers.invitations import Invitation
from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import lock
from aceite.core.people.codes import void_codes
from aceite.core.people.invitations import InvitationUnknown, InvitationUsed
from aceite.core.people.limits import TooMany, hashed, hit, hit_page
from aceite.core.people.models import normal_email
from aceite.core.trail.actors import Origin, System
from aceite.core.trail.recording import record

# Anybody may type an address at the door; the vendor hears of each once a day.
_AGAIN_AFTER: Final = timedelta(days=1)


def disown_invitation(invitation: Invitation, *, at: datetime) -> None:
    """The link reached the wrong person: it opens nothing any more, and the vendor is told.

    Whoever has the mailed link has the mailbox: it is somebody else's, so no more mail goes there until the vendor
    corrects the address or invites again. A copied link proves no mailbox. Raises InvitationUnknown, InvitationUsed.
    """
    person = invitation.panel_user
    with transaction.atomic():
        locked = lock(person)
        if (locked.invitation_nonce, locked.email) != (person.invitation_nonce, person.email):
            raise InvitationUnknown
        if locked.joined_at is not None:
            raise InvitationUsed
        void_codes(f"panel_user/{locked.pk}", at=at)
        locked.invitation_nonce, locked.invitation_expires_at = "", None
        if invitation.proves_mailbox:
            locked.disowned_at = at
        locked.save(update_fields=["invitation_nonce", "invitation_expires_at", "disowned_at"])
        _record(locked, "invitation", at)


def disown_session(person: PanelUser, *, at: datetime) -> None:
    """Somebody found this person's session open on a device and is not she; the faces end it."""
    _record(person, "session", at)


def disown_entering(email: str, *, company_id: int, origin: Origin, at: datetime) -> None:
    """Somebody was at the code of this address and is not its owner; for an address without access nothing happens.

    The caller has entered everywhere(Door.SIGN_IN) and answers the same in every case. Raises TooMany (the network).
    """
    hit_page("disown", origin, at=at)
    people = PanelUser.objects.joined().filter(company_id=company_id, user__email=normal_email(email))
    person = people.order_by("pk").first()
    if person is None:
        return
    with suppress(TooMany):
        hit(hashed(f"disown/{company_id}", normal_email(email)), limit=1, per=_AGAIN_AFTER, at=at)
        _record(person, "entering", at)


def _record(person: PanelUser, where: str, at: datetime) -> None:
    # By nobody the house knows: the person of the access is just who did not say it.
    told = {"panel_user": person.pk, "customer": person.customer_id, "where": where}
    record("panel_user.disowned", by=System(person.company_id), at=at, data=told)
