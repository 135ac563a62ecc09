"""Registering a passkey: the device is asked to make one, and its answer is kept. It adds a way in and ends none."""

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.people.challenges import MINUTES, new_challenge, use_up
from aceite.core.people.limits import PERSON_TRIES, QUARTER, hit
from aceite.core.people.models import ChallengePurpose, Passkey, User
from aceite.core.people.passkey_proving import handle_of
from aceite.core.people.passkey_refusals import PasskeyRefusal, in_words
from aceite.core.people.passkeys import LONGEST_NAME, known, require_site
from aceite.core.trail.actors import Actor, Origin
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal
from aceite.kit.devices import device_name
from aceite.kit.passkey_answers import NewPasskey, claimed_challenge, read_new
from aceite.kit.passkeys import Holder, Site, creation_options

MOST_PASSKEYS: Final = 20


class MailboxNotProved(Refusal):
    """Whoever sits at an open session must first show that the mailbox is hers."""

    sentence = _("Para cadastrar uma chave, confirme antes o seu e-mail: saia e entre de novo com um código.")


class AlreadyRegistered(PasskeyRefusal):
    """The same passkey stands here, hers or somebody else's."""

    sentence = _("Esta chave de acesso já está cadastrada. Se ela não aparece na lista, use outro aparelho.")


class TooManyPasskeys(Refusal):
    """Nobody has so many devices."""

    sentence = _("Você já tem 20 chaves de acesso. Remova uma que não usa mais e tente de novo.")


def ask_for_passkey(user: User, *, mailbox_proved: bool, at: datetime) -> dict[str, Any]:
    """What the browser is to ask the device, good for five minutes.

    `mailbox_proved`: this session proved the mailbox in the last 12 hours; otherwise whoever finds a session open could
    stay for good. Raises MailboxNotProved, NoPasskeysHere, TooManyPasskeys, TooMany.
    """
    site = require_site()
    if not mailbox_proved:
        raise MailboxNotProved
    hit(f"passkey/user/{user.pk}", limit=PERSON_TRIES, per=QUARTER, at=at)
    hers = list(user.passkeys.for_site(site.rp_id))
    if len(hers) >= MOST_PASSKEYS:
        raise TooManyPasskeys
    challenge = new_challenge(ChallengePurpose.REGISTER, _subject(user), at=at)
    holder = Holder(handle_of(user), user.email, user.name)
    return creation_options(site, holder, challenge=challenge, known=map(known, hers), minutes=MINUTES)


def register_passkey(
    user: User, answer: str, *, mailbox_proved: bool, by: Actor, origin: Origin, at: datetime
) -> Passkey:
    """Keeps the passkey that the device made, named after the device.

    Raises MailboxNotProved and a PasskeyRefusal for each reason why not. Not to be called inside an atomic block that
    the refusal would leave: the challenge must stay used.
    """
    site = require_site()
    if not mailbox_proved:
        raise MailboxNotProved
    made = _made(user, answer, site, at)
    passkey = Passkey(
        user=user,
        credential_id=made.credential_id,
        public_key=made.public_key,
        algorithm=made.algorithm,
        rp_id=site.rp_id,
        sign_count=made.sign_count,
        backed_up=made.backed_up,
        transports=list(made.transports),
        name=device_name(origin.user_agent)[:LONGEST_NAME] or str(_("Meu aparelho")),
        created_at=at,
    )
    try:
        with transaction.atomic():
            passkey.save(force_insert=True)
            data = {"user": user.pk, "passkey": passkey.pk, "algorithm": made.algorithm, "rp_id": site.rp_id}
            record("passkey.registered", by=by, at=at, data=data, personal={"name": passkey.name, **origin.personal()})
    except IntegrityError:
        raise AlreadyRegistered from None
    return passkey


def _made(user: User, answer: str, site: Site, at: datetime) -> NewPasskey:
    with in_words():
        challenge = claimed_challenge(answer)
        use_up(challenge, ChallengePurpose.REGISTER, _subject(user), at=at)
        return read_new(answer, site=site, challenge=challenge)


def _subject(user: User) -> str:
    return f"user/{user.pk}"
