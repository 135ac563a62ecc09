"""What a session holds about how its person entered."""

from datetime import datetime, timedelta
from typing import Final, Literal

from django.contrib.auth import login
from django.http import HttpRequest

from aceite.core.people.models import User

# How the session was opened, in the words a statement keeps (signatures.models.FACTORS).
Entrance = Literal["session_password", "session_code", "session_invitation"]
_ENTERED_BY: Final = "entered_by"
_PROVED_AT: Final = "proved_at"
_PROVED_BY_CODE: Final = "proved_by_code"
# TRUST: approve and decline need a session that proved the mailbox (or a passkey) in the last 12 hours.
PROOF_HOLDS: Final = timedelta(hours=12)
NOTED_AGAIN: Final = timedelta(hours=1)


def begin(request: HttpRequest, user: User, *, by: Entrance, at: datetime) -> None:
    """Lets the person in with a new session key. All but a password prove her mailbox just now."""
    login(request, user)
    request.session[_ENTERED_BY] = by
    request.session.pop(_PROVED_BY_CODE, None)
    if by != "session_password":
        request.session[_PROVED_AT] = at.isoformat()


def mark_proved(request: HttpRequest, *, at: datetime) -> None:
    """Notes that she typed a mailed code just now; a proof of the last hour is left as it stands."""
    # Writing the session is a commit of its own, and an act has just waited for one.
    if _proved_within(request, NOTED_AGAIN, at):
        return
    request.session[_PROVED_AT] = at.isoformat()
    request.session[_PROVED_BY_CODE] = True


def entered_by(request: HttpRequest) -> str:
    """How this session was opened, as a statement tells it; the weakest way when nobody noted it."""
    return str(request.session.get(_ENTERED_BY, "session_password"))


def factors_of(request: HttpRequest) -> tuple[str, ...]:
    """What proved the person of a session that proved itself lately, as a statement tells it."""
    by_code = bool(request.session.get(_PROVED_BY_CODE))
    return (entered_by(request), "recent_code") if by_code else (entered_by(request),)


def proved_recently(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the mailbox was proved in this session in the last 12 hours."""
    return _proved_within(request, PROOF_HOLDS, at)


def _proved_within(request: HttpRequest, span: timedelta, at: datetime) -> bool:
    noted = request.session.get(_PROVED_AT)
    return noted is not None and timedelta(0) <= at - datetime.fromisoformat(noted) < span
