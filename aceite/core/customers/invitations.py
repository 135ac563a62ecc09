"""A person's way into the panel: the mailed link proves her mailbox, a copied one proves nothing until a code does.

Opening a link consumes nothing: mail scanners and messengers open links too.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import lock, may_manage, refuse_managing
from aceite.core.people.codes import ask_for_code, check_code, newest_code
from aceite.core.people.invitations import (
    INVITATION_HOLDS,
    InvitationEnded,
    InvitationState,
    InvitationUnknown,
    InvitationUsed,
    fits,
    is_known,
    link_token,
    refuse_unless_open,
    row_of,
    state_of,
    user_for,
)
from aceite.core.people.models import CodePurpose, OneTimeCode, User
from aceite.core.people.passwords import refuse_weak, typed_here
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.codes import new_nonce

_MAILED: Final = "panel user, mailed"
_COPIED: Final = "panel user, copied"


class Disowned(Refusal):
    """Whoever reads the address on file said not to be her: a code to it would let in the stranger."""

    sentence = gettext_lazy(
        "Quem lê o e-mail desta pessoa disse que não é ela. Corrija o e-mail antes de mandar o link por outro meio."
    )


@dataclass(frozen=True)
class Invitation:
    """An invitation as its page shows it. `asks_password` is false where a proved mailbox has an account
    already, and where no password may be typed."""

    panel_user: PanelUser
    proves_mailbox: bool
    state: InvitationState
    asks_password: bool

    @property
    def subject(self) -> str:
        """Whom the code of a copied link is for."""
        return f"panel_user/{self.panel_user.pk}"


@dataclass(frozen=True)
class Joined:
    """Who came in. `password_kept`: she had an account already, so the password typed here was not taken."""

    panel_user: PanelUser
    user: User
    password_kept: bool


def invite(person: PanelUser, *, by: Actor, at: datetime, mailed: bool = True) -> PanelUser:
    """Makes a new link, good for 14 days, and has it mailed; older links are void.

    Only asking for the mail says that the address is hers after all: an invitation that is not `mailed` leaves it
    disowned, where it was.
    Raises NotAllowed, InvitationUsed (she is in already), InvitationEnded (reactivate first).
    """
    refuse_managing(by, person.customer, person.rights, of=person)
    with transaction.atomic():
        locked = lock(person)
        if locked.deactivated_at is not None:
            raise InvitationEnded(_("O acesso desta pessoa foi encerrado. Reative-o antes de convidar."))
        if locked.joined_at is not None:
            raise InvitationUsed(_("Esta pessoa já aceitou o convite e pode entrar."))
        locked.invitation_nonce = new_nonce()
        locked.invited_at, locked.invitation_expires_at = at, at + INVITATION_HOLDS
        if mailed:
            locked.disowned_at = None
        locked.save(update_fields=["invitation_nonce", "invited_at", "invitation_expires_at", "disowned_at"])
        record("panel_user.invited", by=by, at=at, data={"panel_user": locked.pk, "mailed": mailed})
    return locked


def copy_invitation(person: PanelUser, *, by: Actor, at: datetime) -> str:
    """The token of a link to hand over by other means; keeps an open invitation, or makes one that is not mailed.

    Raises Disowned, and as `invite` does.
    """
    if not may_manage(by, person.customer):
        raise NotAllowed(_("Você não administra os usuários deste cliente."))
    refuse_managing(by, person.customer, person.rights, of=person)
    with transaction.atomic():
        locked = lock(person)
        if locked.disowned_at is not None:
            raise Disowned
        standing = locked.invitation_nonce and _state(locked, at) is InvitationState.OPEN
        return copied_token(locked if standing else invite(locked, by=by, at=at, mailed=False))


def mailed_token(person: PanelUser) -> str:
    """The token that only a mail carries, derived where the mail is written: who has it has the mailbox."""
    return link_token(_MAILED, person.pk, person.invitation_nonce)


def copied_token(person: PanelUser) -> str:
    """The token shown to whoever copies the invitation; it proves nothing."""
    return link_token(_COPIED, person.pk, person.invitation_nonce)


def open_invitation(token: str, *, company_id: int, at: datetime) -> Invitation:
    """Looks the invitation up and consumes nothing. Raises InvitationUnknown."""
    people = PanelUser.objects.select_related("customer", "company", "user").filter(company_id=company_id)
    person = people.filter(pk=row_of(token)).first()
    if person is None:
        raise InvitationUnknown
    mailed = fits(token, _MAILED, person.pk, person.invitation_nonce)
    if not mailed and not fits(token, _COPIED, person.pk, person.invitation_nonce):
        raise InvitationUnknown
    # Whether the address has an account is told to its owner only.
    asks_password = typed_here() and not (mailed and is_known(person.email))
    return Invitation(person, mailed, _state(person, at), asks_password=asks_password)


def ask_for_invitation_code(invitation: Invitation, *, at: datetime) -> OneTimeCode:
    """Mails a code to the address on file, whoever holds the copied link.

    Raises TooMany, InvitationExpired, InvitationUsed, InvitationEnded.
    """
    refuse_unless_open(_state(invitation.panel_user, at))
    person = invitation.panel_user
    return ask_for_code(
        purpose=CodePurpose.INVITATION,
        subject=invitation.subject,
        company_id=person.company_id,
        bound_to=person.invitation_nonce,
        by=person,
        at=at,
    )


def accept_invitation(invitation: Invitation, *, password: str | None, code: str | None, at: datetime) -> Joined:
    """Lets the person in, once. Without a password she enters by mailed codes.

    A copied link is nothing without a code sent to the address on file: it is checked before anything is set.
    Raises InvitationExpired, InvitationUsed, InvitationEnded, InvitationUnknown, WeakPassword, CodeRefusal.
    Not to be called inside an atomic block that the exception would leave: a wrong code must stay counted.
    """
    person = invitation.panel_user
    refuse_unless_open(_state(person, at))
    # Only who proved the mailbox may learn that it has an account, whose password nobody asks for again.
    known = invitation.proves_mailbox and is_known(person.email)
    if password is not None and not known:
        refuse_weak(password, User(email=person.email, name=person.name))
    if not invitation.proves_mailbox:
        _check_mailbox(invitation, code or "", at)
    return _join(person, password, at)


def _check_mailbox(invitation: Invitation, typed: str, at: datetime) -> None:
    purpose, subject = CodePurpose.INVITATION, invitation.subject
    check_code(
        newest_code(purpose=purpose, subject=subject),
        typed,
        purpose=purpose,
        subject=subject,
        bound_to=invitation.panel_user.invitation_nonce,
        at=at,
    )


def _join(person: PanelUser, password: str | None, at: datetime) -> Joined:
    with transaction.atomic():
        locked = lock(person)
        # A newer invitation or another address since the page was opened: this link no longer proves anything.
        if (locked.invitation_nonce, locked.email) != (person.invitation_nonce, person.email):
            raise InvitationUnknown
        refuse_unless_open(_state(locked, at))
        user, is_new = user_for(locked.email, name=locked.name, language=person.company.language, raw=password)
        locked.user, locked.joined_at = user, at
        locked.save(update_fields=["user", "joined_at"])
        record("panel_user.joined", by=locked, at=at, data={"panel_user": locked.pk, "user": user.pk})
    return Joined(locked, user, password_kept=not is_new)


def _state(person: PanelUser, at: datetime) -> InvitationState:
    return state_of(
        ended=person.deactivated_at is not None,
        used=person.joined_at is not None,
        expires_at=person.invitation_expires_at,
        at=at,
    )
