"""What invitations to the team and to the panel share: their links, how long they hold, and who the invited becomes.

A link carries the row's id and a token derived from its nonce; no table holds it.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.people.models import User, normal_email
from aceite.core.trail.refusals import Refusal
from aceite.kit.codes import derive_token, same

INVITATION_HOLDS: Final = timedelta(days=14)


class InvitationState(Enum):
    """What an invitation's page shows."""

    OPEN = "open"
    EXPIRED = "expired"
    USED = "used"
    ENDED = "ended"


class InvitationUnknown(Refusal):
    """No such invitation, or a newer one took its place."""

    sentence = _("Este convite não vale mais. Procure um mais novo no seu e-mail, ou peça outro a quem convidou.")


class InvitationExpired(Refusal):
    """Its 14 days are over."""

    sentence = _("Este convite venceu. Peça outro a quem convidou; nada do que preparamos para você se perdeu.")


class InvitationUsed(Refusal):
    """It was accepted already."""

    sentence = _("Este convite já foi aceito. Entre com o seu e-mail.")


class InvitationEnded(Refusal):
    """The access it leads to was ended."""

    sentence = _("Este acesso foi encerrado. Fale com quem convidou.")


class EntranceClosed(Refusal):
    """The address belongs to a user whom the operator has locked."""

    sentence = _("A conta deste e-mail está bloqueada nesta instalação. Fale com quem convidou.")


_REFUSALS: Final[dict[InvitationState, type[Refusal]]] = {
    InvitationState.EXPIRED: InvitationExpired,
    InvitationState.USED: InvitationUsed,
    InvitationState.ENDED: InvitationEnded,
}


def refuse_unless_open(state: InvitationState) -> None:
    """Raises the refusal that fits an invitation which can no longer be accepted."""
    if state is not InvitationState.OPEN:
        raise _REFUSALS[state]


def state_of(*, ended: bool, used: bool, expires_at: datetime | None, at: datetime) -> InvitationState:
    """In what state an invitation is at that moment."""
    if ended:
        return InvitationState.ENDED
    if used:
        return InvitationState.USED
    return InvitationState.EXPIRED if expires_at is None or at >= expires_at else InvitationState.OPEN


def link_token(kind: str, row_id: int, nonce: str) -> str:
    """The token of a link: the row's id, and what only this instance can derive from its nonce."""
    return f"{row_id}.{derive_token(settings.PEPPER.encode(), 'invitation', kind, str(row_id), nonce)}"


def fits(token: str, kind: str, row_id: int, nonce: str) -> bool:
    """Whether this is the token of that row's present invitation."""
    return bool(nonce) and same(token, link_token(kind, row_id, nonce))


def row_of(token: str) -> int:
    """The id that a token names. Raises InvitationUnknown."""
    head = token.split(".", 1)[0]
    # Longer numbers are no ids, and databases refuse them with an error of their own.
    if not (head.isascii() and head.isdigit() and len(head) <= 18):
        raise InvitationUnknown
    return int(head)


def is_known(email: str) -> bool:
    """Whether somebody enters with this address already; told only to who proved that mailbox."""
    return User.objects.by_email(email) is not None


def user_for(email: str, *, name: str, language: str, raw: str | None) -> tuple[User, bool]:
    """The user of a proved mailbox, and whether she is new. Only a new one gets the password; None means codes alone.

    Raises EntranceClosed.
    """
    with transaction.atomic():
        user, is_new = User.objects.get_or_create(
            email=normal_email(email), defaults={"name": name, "language": language}
        )
        if not user.is_active:
            raise EntranceClosed
        if is_new:
            user.set_password(raw)
            user.save(update_fields=["password"])
    return user, is_new
