"""What a session holds about how its person entered, and what she proved in it since."""

from datetime import datetime, timedelta
from typing import Final, Literal

from django.contrib.auth import SESSION_KEY, login, logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from aceite.core.companies.hosts import own_host_here
from aceite.core.people.codes import CODE_HOLDS
from aceite.core.people.models import User
from aceite.faces.ui.devices import note_arrival
from aceite.kit.hashing import tagged_sha256

# How the session was opened, in the words a statement keeps (signatures.models.FACTORS).
Entrance = Literal["session_password", "session_code", "session_invitation", "session_passkey"]
_ENTERED_BY: Final = "entered_by"
# The company's own host it was opened at; nothing for the house's address.
_OPENED_AT: Final = "opened_at"
# The mailbox and the passkey are noted apart: only the mailbox lets a person register passkeys or choose a password.
_PROVED_AT: Final = "proved_at"
_PROVED_BY_CODE: Final = "proved_by_code"
_PASSKEY_AT: Final = "passkey_at"
_PASSKEY_AGAIN: Final = "passkey_again"
# The bundle that the last code was typed for, and when.
_CODE_FOR: Final = "code_for"
_CODE_AT: Final = "code_at"
# TRUST: approve and decline need a session that proved the mailbox (or a passkey) in the last 12 hours.
PROOF_HOLDS: Final = timedelta(hours=12)
NOTED_AGAIN: Final = timedelta(hours=1)


def begin(request: HttpRequest, user: User, *, by: Entrance, at: datetime, company_id: int | None = None) -> None:
    """Lets the person in with a new session key. Code and invitation prove her mailbox just now, a passkey itself.

    `company_id`: at whose door, for the letter that tells her of a new device.
    """
    first = user.last_login is None
    login(request, user)
    request.session[_ENTERED_BY] = by
    request.session[_OPENED_AT] = own_host_here()
    for noted in (_PROVED_BY_CODE, _PASSKEY_AGAIN, _CODE_FOR):
        request.session.pop(noted, None)
    if by == "session_passkey":
        request.session[_PASSKEY_AT] = at.isoformat()
    elif by != "session_password":
        request.session[_PROVED_AT] = at.isoformat()
    note_arrival(request, user, company_id=company_id, first=first, at=at)


def belongs_elsewhere(session: SessionBase) -> bool:
    """Whether somebody entered in this session at another host than this: it counts for nothing here.

    Whoever keeps a company's domain could read the cookies that browsers send there, and try them at another address.
    """
    return SESSION_KEY in session and session.get(_OPENED_AT, "") != own_host_here()


def end(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Ends the session with this answer; what the browser keeps of its pages and files goes with it.

    Going back would otherwise show them to whoever has the device next (W3C Clear Site Data, section 3.1.1).
    """
    logout(request)
    answer["Clear-Site-Data"] = '"cache"'
    return answer


def mark_proved(request: HttpRequest, *, at: datetime) -> None:
    """Notes that she typed a mailed code just now; a proof of the last hour is left as it stands."""
    # Writing the session is a commit of its own, and an act has just waited for one.
    if _noted_within(request, _PROVED_AT, NOTED_AGAIN, at):
        return
    request.session[_PROVED_AT] = at.isoformat()
    request.session[_PROVED_BY_CODE] = True


def mark_code(request: HttpRequest, bound_to: str, *, at: datetime) -> None:
    """Notes that she typed just now the code that was mailed for exactly this."""
    request.session[_CODE_FOR], request.session[_CODE_AT] = bound_to, at.isoformat()


def code_typed_for(request: HttpRequest, bound_to: str, *, at: datetime) -> bool:
    """Whether she typed the code mailed for exactly this a moment ago: for as long as the code itself would hold."""
    return request.session.get(_CODE_FOR) == bound_to and _noted_within(request, _CODE_AT, CODE_HOLDS, at)


def mark_passkey(request: HttpRequest, *, at: datetime) -> None:
    """Notes that she used her passkey just now; a use in the last hour is left as it stands."""
    if _noted_within(request, _PASSKEY_AT, NOTED_AGAIN, at):
        return
    request.session[_PASSKEY_AT] = at.isoformat()
    request.session[_PASSKEY_AGAIN] = True


def entered_by(request: HttpRequest) -> str:
    """How this session was opened, as a statement tells it; the weakest way when nobody noted it."""
    return str(request.session.get(_ENTERED_BY, "session_password"))


def factors_of(request: HttpRequest, *, at: datetime) -> tuple[str, ...]:
    """What proved the person of this session, as a statement tells it: how she entered, and what she did lately."""
    by_code = _PROVED_BY_CODE in request.session and mailbox_proved(request, at=at)
    by_passkey = _PASSKEY_AGAIN in request.session and _noted_within(request, _PASSKEY_AT, PROOF_HOLDS, at)
    return (
        entered_by(request),
        *(("recent_code",) if by_code else ()),
        *(("recent_passkey",) if by_passkey else ()),
    )


def proved_recently(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the person proved herself in this session in the last 12 hours, by her mailbox or a passkey."""
    return mailbox_proved(request, at=at) or _noted_within(request, _PASSKEY_AT, PROOF_HOLDS, at)


def mailbox_proved(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the mailbox was proved in this session in the last 12 hours."""
    return _noted_within(request, _PROVED_AT, PROOF_HOLDS, at)


def reader_of(request: HttpRequest) -> str:
    """The session as other tables may name it: a hash of its key, by which nobody enters."""
    return tagged_sha256("aceite.reader.v1", str(request.session.session_key).encode())


def _noted_within(request: HttpRequest, key: str, span: timedelta, at: datetime) -> bool:
    noted = request.session.get(key)
    return noted is not None and timedelta(0) <= at - datetime.fromisoformat(noted) < span
