"""How a person enters: by password or by a mailed code, with the same answer and the same work for strangers.

The caller has entered everywhere(Door.SIGN_IN); the session itself is the faces' (ui/sessions.py).
"""

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.contrib.auth.hashers import check_password
from django.utils.translation import gettext_lazy as _

from aceite.core.people.codes import CODE_HOLDS, CODES_ASKED, ask_for_code, newest_code, try_code
from aceite.core.people.limits import PERSON_TRIES, QUARTER, TooMany, forgive, hashed, hit, hit_page
from aceite.core.people.models import CodePurpose, User, normal_email
from aceite.core.people.passwords import NotTypedHere, typed_here
from aceite.core.trail.actors import Actor, Origin
from aceite.core.trail.refusals import Refusal

# Django checks an unusable password in the time of a real one, so the answer's delay tells nobody who exists.
_UNUSABLE: Final = "!"


class WrongEntrance(Refusal):
    """The one answer to a wrong password or code and to a stranger's address: nobody learns which addresses exist."""


def enter_by_password(email: str, raw: str, *, origin: Origin, at: datetime) -> User:
    """The user with this address and password. Raises NotTypedHere, WrongEntrance, TooMany."""
    if not typed_here():
        raise NotTypedHere
    tries = _count("password", email, origin, at=at)
    user = _person(email)
    if user is None:
        check_password(raw, _UNUSABLE)
    elif user.check_password(raw):
        forgive(tries)
        return user
    raise WrongEntrance(_("E-mail ou senha não conferem. Confira os dois, ou entre com um código enviado por e-mail."))


def ask_to_enter(email: str, *, company_id: int | None, origin: Origin, at: datetime) -> None:
    """Mails a code to somebody who may enter at this company (anywhere for None); for others nothing happens.

    The page says the same in both cases. Raises TooMany, also the same for both.
    """
    hit_page("ask-to-enter", origin, at=at)
    hit(hashed("ask-to-enter", normal_email(email)), limit=CODES_ASKED, per=CODE_HOLDS, at=at)
    user = _person(email)
    actor = actor_at_door(user, company_id) if user else None
    if user is None or actor is None:
        return
    # A refusal that only people with an access could get would tell who has one.
    with suppress(TooMany):
        ask_for_code(
            purpose=CodePurpose.SIGN_IN, subject=f"user/{user.pk}", company_id=actor.company_id, by=actor, at=at
        )


def enter_by_code(email: str, typed: str, *, origin: Origin, at: datetime) -> User:
    """The user whose newest sign-in code was typed: she proved her mailbox. Raises WrongEntrance, TooMany."""
    tries = _count("code", email, origin, at=at)
    user = _person(email)
    if user is not None:
        subject = f"user/{user.pk}"
        code = newest_code(purpose=CodePurpose.SIGN_IN, subject=subject)
        if try_code(code, typed, purpose=CodePurpose.SIGN_IN, subject=subject, at=at) is None:
            forgive(tries)
            return user
    raise WrongEntrance(_("O código não confere, venceu ou já foi usado. Confira o último e-mail ou peça outro."))


def actor_at_door(user: User, company_id: int | None) -> Actor | None:
    """As whom this user stands at a company's door, or at the first that is hers: member first, then panel user."""
    # Panel accesses hang on the user by their rows alone: this room knows nothing of customers.
    members = user.memberships.filter(deactivated_at=None, joined_at__isnull=False)
    accesses = user.panel_accesses.filter(deactivated_at=None, joined_at__isnull=False)
    if company_id is not None:
        members, accesses = members.filter(company_id=company_id), accesses.filter(company_id=company_id)
    return members.order_by("pk").first() or accesses.order_by("pk").first()


def _person(email: str) -> User | None:
    user = User.objects.by_email(email)
    return user if user is not None and user.is_active else None


def _count(means: str, email: str, origin: Origin, *, at: datetime) -> str:
    hit_page(f"enter-by-{means}", origin, at=at)
    key = hashed(f"enter-by-{means}", normal_email(email))
    hit(key, limit=PERSON_TRIES, per=QUARTER, at=at)
    return key
