"""Challenges for passkeys: random, kept as hashes, good for a few minutes, one answer and one purpose."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from aceite.core.people.models import Challenge, ChallengePurpose
from aceite.core.people.passkey_refusals import ChallengeExpired, ChallengeForeign, ChallengeUsed
from aceite.core.rows.worded import Blank, Change

CHALLENGE_HOLDS: Final = timedelta(minutes=5)
MINUTES: Final = int(CHALLENGE_HOLDS / timedelta(minutes=1))
KEPT: Final = timedelta(days=1)

# One statement asks and writes, so of two tabs with the same answer one is too late.
_USE_UP: Final = Change(
    Challenge.objects.filter(
        sha256=Blank("sha256"),
        purpose=Blank("purpose"),
        subject=Blank("subject"),
        used_at=None,
        expires_at__gt=Blank("at"),
    ),
    used_at=Blank("at"),
)


def new_challenge(purpose: ChallengePurpose, subject: str, *, at: datetime) -> bytes:
    """256 random bits for a device to sign; the database keeps their hash."""
    challenge = secrets.token_bytes(32)
    Challenge.objects.create(
        sha256=_sha256(challenge), purpose=purpose, subject=subject, expires_at=at + CHALLENGE_HOLDS
    )
    return challenge


def use_up(challenge: bytes, purpose: ChallengePurpose, subject: str, *, at: datetime) -> None:
    """Takes the challenge out of use, whatever its answer proves. Raises a PasskeyRefusal that says why it is no good.

    Not to be called inside an atomic block that a refusal would leave: what was used must stay used.
    """
    sha256 = _sha256(challenge)
    if _USE_UP.make(sha256=sha256, purpose=purpose, subject=subject, at=at) == 1:
        return
    found = Challenge.objects.filter(sha256=sha256, purpose=purpose, subject=subject).first()
    if found is None:
        raise ChallengeForeign
    raise ChallengeUsed if found.used_at is not None else ChallengeExpired


def forget_old(at: datetime) -> int:
    """Removes challenges that ended a day ago; returns how many."""
    return Challenge.objects.filter(expires_at__lte=at - KEPT).delete()[0]


def _sha256(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()
