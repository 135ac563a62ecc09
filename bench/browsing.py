"""Browsers: a connection kept alive, any number of sessions, and the product's forms posted as its pages post them."""

import http.client
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from aceite.core.people.models import User
from bench.serving import HOST, PORT

CSRF = "b" * 32


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes

    def went_to(self, place: str) -> bool:
        """Whether the answer sends the browser to an address that ends like this."""
        return self.status == 302 and self.location.endswith(place)


@dataclass
class Browser:
    """A connection; not for two threads at once."""

    connection: http.client.HTTPConnection = field(
        default_factory=lambda: http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    )

    def get(self, path: str, session: str) -> Answer:
        """The page at this address, as the person of this session sees it."""
        return self._ask("GET", path, session)

    def post(self, path: str, session: str, fields: dict[str, Any]) -> Answer:
        """The answer to a form."""
        return self._ask("POST", path, session, urlencode({**fields, "csrfmiddlewaretoken": CSRF}))

    def bring(self, path: str, session: str, body: bytes, sha256: str, *, until: int | None = None) -> Answer:
        """The answer to a chunk of a file; with `until` the connection breaks after so many of its bytes."""
        headers = {**self._known(session), "X-CSRFToken": CSRF, "X-Chunk-SHA256": sha256}
        headers |= {"Content-Type": "application/octet-stream", "Content-Length": str(len(body))}
        self.connection.request("POST", path, body[:until], headers)
        if until is not None:
            self.connection.close()
            raise ConnectionResetError
        answer = self.connection.getresponse()
        return Answer(answer.status, answer.headers.get("Location", ""), answer.read())

    def close(self) -> None:
        """Lets the connection go."""
        self.connection.close()

    def _known(self, session: str) -> dict[str, str]:
        return {"Host": HOST, "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}"}

    def _ask(self, method: str, path: str, session: str, body: str | None = None) -> Answer:
        headers = self._known(session)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return Answer(answer.status, answer.headers.get("Location", ""), answer.read())


def enter(user: User) -> str:
    """The key of a session in which this person has entered and proved her mailbox just now."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["proved_at"] = timezone.now().isoformat()
    session.create()
    return str(session.session_key)
