"""What a session holds about how its person entered."""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth import login
from django.http import HttpRequest

from aceite.core.people.models import User

_PROVED_AT: Final = "proved_at"
# TRUST: approve and decline need a session that proved the mailbox (or a passkey) in the last 12 hours.
PROOF_HOLDS: Final = timedelta(hours=12)
NOTED_AGAIN: Final = timedelta(hours=1)


def begin(request: HttpRequest, user: User, *, proved: bool, at: datetime) -> None:
    """Lets the person in with a new session key. `proved` says that she proved her mailbox just now."""
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    if proved:
        mark_proved(request, at=at)


def mark_proved(request: HttpRequest, *, at: datetime) -> None:
    """Notes that this session's person proved her mailbox just now; a proof of the last hour is left as it stands."""
    # Writing the session is a commit of its own, and an act has just waited for one.
    if _proved_within(request, NOTED_AGAIN, at):
        return
    request.session[_PROVED_AT] = at.isoformat()


def proved_recently(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the mailbox was proved in this session in the last 12 hours."""
    return _proved_within(request, PROOF_HOLDS, at)


def _proved_within(request: HttpRequest, span: timedelta, at: datetime) -> bool:
    noted = request.session.get(_PROVED_AT)
    return noted is not None and timedelta(0) <= at - datetime.fromisoformat(noted) < span
