"""A colleague's way into the team: the mailed link, what it shows, and its acceptance."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from aceite.core.people.invitations import (
    INVITATION_HOLDS,
    InvitationState,
    InvitationUnknown,
    fits,
    is_known,
    link_token,
    refuse_unless_open,
    row_of,
    state_of,
    user_for,
)
from aceite.core.people.models import Member, User
from aceite.core.people.passwords import refuse_weak
from aceite.core.trail.recording import record

_KIND = "member"


@dataclass(frozen=True)
class MemberInvitation:
    """An invitation as its page shows it."""

    member: Member
    state: InvitationState
    asks_password: bool


def member_invitation_token(member: Member) -> str:
    """The token of the link that is mailed; derived where the mail is written."""
    return link_token(_KIND, member.pk, member.invitation_nonce)


def open_member_invitation(token: str, *, at: datetime) -> MemberInvitation:
    """Looks the invitation up and consumes nothing. Raises InvitationUnknown."""
    member = Member.objects.select_related("company", "user").filter(pk=row_of(token)).first()
    if member is None or not fits(token, _KIND, member.pk, member.invitation_nonce):
        raise InvitationUnknown
    return MemberInvitation(member, _state(member, at), asks_password=not is_known(member.email))


def accept_member_invitation(invitation: MemberInvitation, *, password: str | None, at: datetime) -> Member:
    """The invited joins the team; the mailed link proved her mailbox.

    Raises InvitationExpired, InvitationUsed, InvitationEnded, InvitationUnknown, WeakPassword.
    """
    if password is not None and not is_known(invitation.member.email):
        refuse_weak(password, User(email=invitation.member.email, name=invitation.member.name))
    with transaction.atomic():
        member = Member.objects.select_for_update(of=("self",)).select_related("company").get(pk=invitation.member.pk)
        if member.invitation_nonce != invitation.member.invitation_nonce:
            raise InvitationUnknown
        refuse_unless_open(_state(member, at))
        member.user, _ = user_for(member.email, name=member.name, language=member.company.language, raw=password)
        member.joined_at = at
        member.save(update_fields=["user", "joined_at"])
        record("member.joined", by=member, at=at, data={"member": member.pk, "user": member.user.pk})
    return member


def _state(member: Member, at: datetime) -> InvitationState:
    return state_of(
        ended=member.deactivated_at is not None,
        used=member.joined_at is not None,
        expires_at=member.invited_at + INVITATION_HOLDS,
        at=at,
    )
