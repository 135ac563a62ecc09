"""Forgetting a user: somebody who enters nowhere any more leaves a row without a name."""

from datetime import datetime
from typing import Final

from django.contrib.sessions.models import Session
from django.db.models import F

from aceite.core.people.codes import void_codes
from aceite.core.people.models import Device, Member, Passkey, User

NAMELESS: Final = "Pessoa removida"


def nowhere_address(pk: int) -> str:
    """An address that is nobody's and never will be (RFC 2606: .invalid), one for each row."""
    return f"removida-{pk}@removida.invalid"


def end_sessions_for_good(user_id: int) -> None:
    """Ends every session of this person and removes what they held about her."""
    User.objects.filter(pk=user_id).update(session_epoch=F("session_epoch") + 1)
    for session in Session.objects.iterator():
        if str(session.get_decoded().get("_auth_user_id", "")) == str(user_id):
            session.delete()


def forget_user(user_id: int, *, at: datetime) -> None:
    """Takes name, address, password, passkeys and devices from a user.

    The caller has found that no access of hers is left.
    """
    end_sessions_for_good(user_id)
    void_codes(f"user/{user_id}", at=at)
    Passkey.objects.filter(user=user_id).delete()
    Device.objects.filter(user=user_id).delete()
    user = User.objects.get(pk=user_id)
    user.email, user.name, user.is_active = nowhere_address(user_id), NAMELESS, False
    user.zone = user.told_zone = ""
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "zone", "told_zone", "is_active", "password"])


def forget_member(member: Member, *, at: datetime) -> None:
    """Takes name, address and invitation from somebody who left the team."""
    member.user, member.name, member.email = None, NAMELESS, nowhere_address(member.pk)
    member.invitation_nonce, member.erased_at = "", at
    member.save(update_fields=["user", "name", "email", "invitation_nonce", "erased_at"])
