"""Passwords are chosen by their owners alone, and a new one ends every session that the old one opened."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.hosts import own_host_here
from aceite.core.people.limits import PERSON_TRIES, QUARTER, hit
from aceite.core.people.models import Device, User
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, Unfit


class WeakPassword(Unfit):
    """The password is too easy to guess; `reasons` says all that is wrong with it."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("password", " ".join(reasons))


class ProofNeeded(Refusal):
    """Whoever sits at an open session must still show that she is its owner."""

    sentence = _("A senha atual não confere. Digite-a de novo, ou entre com um código por e-mail e troque a senha.")


class NotTypedHere(Refusal):
    """At a company's own address no password is asked for: whoever keeps the domain could read it, and it opens the
    person's other accesses too (docs/decisions/0040)."""

    sentence = _("Neste endereço não se usa senha. Entre com um código por e-mail ou com a sua chave de acesso.")


def typed_here() -> bool:
    """Whether a password may be typed at the address this is asked at: the installation's own alone."""
    return not own_host_here()


@dataclass(frozen=True)
class Proof:
    """What shows that the session's owner asks: a mailbox proved lately in this session, or the current password."""

    mailbox: bool = False
    current: str = ""


def choose_password(user: User, raw: str, *, proof: Proof, by: Actor, at: datetime) -> None:
    """Sets the user's own password and ends her sessions; the page that asked keeps its own by renewing it.

    Raises NotTypedHere, ProofNeeded, WeakPassword, TooMany.
    """
    if not typed_here():
        raise NotTypedHere
    if not proof.mailbox:
        hit(f"password/user/{user.pk}", limit=PERSON_TRIES, per=QUARTER, at=at)
        if not user.check_password(proof.current):
            raise ProofNeeded
    refuse_weak(raw, user)
    with transaction.atomic():
        user.set_password(raw)
        user.save(update_fields=["password"])
        end_sessions(user.pk)
        record("password.changed", by=by, at=at, data={"user": user.pk})
    user.refresh_from_db(fields=["session_epoch"])


def refuse_weak(raw: str, user: User) -> None:
    """Raises WeakPassword when the password is short, common or like the person's name or address."""
    try:
        validate_password(raw, user)
    except ValidationError as failure:
        raise WeakPassword(list(failure.messages)) from None


def end_sessions(user_id: int) -> None:
    """Ends every session of this person at once: the epoch is part of what a session must fit."""
    User.objects.filter(pk=user_id).update(session_epoch=F("session_epoch") + 1)
    Device.objects.filter(user=user_id).update(session_key="")
