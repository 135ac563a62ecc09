"""Entering by a passkey: nothing is typed, the device says whose it is. An alternative to code and password.

The caller has entered everywhere(Door.SIGN_IN); the session itself is the faces' (ui/sessions.py).
"""

from datetime import datetime
from typing import Any

from aceite.core.people.challenges import MINUTES, new_challenge, use_up
from aceite.core.people.limits import hit_page
from aceite.core.people.models import ChallengePurpose, User
from aceite.core.people.passkey_proving import prove_by_passkey
from aceite.core.people.passkey_refusals import in_words
from aceite.core.people.passkeys import require_site
from aceite.core.trail.actors import Origin
from aceite.kit.passkey_answers import read_answer
from aceite.kit.passkeys import request_options


def ask_to_enter_by_passkey(browser: str, *, origin: Origin, at: datetime) -> dict[str, Any]:
    """What the browser is to ask the device, good for five minutes and for this browser, known by a nonce.

    Raises NoPasskeysHere, TooMany.
    """
    site = require_site()
    hit_page("ask-for-passkey", origin, at=at)
    challenge = new_challenge(ChallengePurpose.ENTER, f"browser/{browser}", at=at)
    return request_options(site, challenge=challenge, minutes=MINUTES)


def enter_by_passkey(browser: str, answer: str, *, origin: Origin, at: datetime) -> User:
    """The user whose passkey answered. Raises a PasskeyRefusal for each reason why not, and TooMany."""
    require_site()
    hit_page("enter-by-passkey", origin, at=at)
    with in_words():
        given = read_answer(answer)
    use_up(given.challenge, ChallengePurpose.ENTER, f"browser/{browser}", at=at)
    return prove_by_passkey(given, challenge=given.challenge, at=at).passkey.user
