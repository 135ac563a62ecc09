"""Knocks at doors: a request as one person, everything it did taken back, and what it wrote told."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.answers import Door, seen
from tests.matrix.world import World

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)\b(?: OR \w+)?(?: INTO| FROM)?\s+\"?(\w+)", re.I)

# One for all knocks: Django's test client would load the middleware and keep every template's context each time.
HANDLER = ClientHandler(enforce_csrf_checks=False)


def addresses(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The full name of every address of the URL configuration."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield ":".join([*spaces, str(entry.name)])
        else:
            yield from addresses(entry, (*spaces, entry.namespace) if entry.namespace else spaces)


def address(door: Door, world: World, status: str, **other: object) -> str:
    """The door's address for the sale of this status; `other` stands in it instead of what the table says."""
    return reverse(door.name, kwargs={**door.where(world, status), **other})


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    # The public page counts its visitors here, and so many knocks come from one network.
    cache.clear()


def knock(world: World, who: str, method: str, url: str) -> str:
    """What this person is answered, in a word of the table. A POST carries an empty form."""
    return heard(world, who, method, url)[0]


def heard(world: World, who: str, method: str, url: str) -> tuple[str, str]:
    """The same, with the page that came; of a file nothing is read."""
    with taken_back():
        answer = _answer(world, who, method, url)
        # A file is closed when it was read.
        for _part in getattr(answer, "streaming_content", ()):
            pass
    is_page = not answer.streaming and "text/html" in answer.headers.get("Content-Type", "")
    page: str = answer.getvalue().decode() if is_page else ""
    return seen(answer.status_code, answer.headers.get("Location", "")), page


def knock_at(host: str, world: World, who: str, method: str, url: str) -> str:
    """What this person is answered at another address of the server than the house's, in a word of the table."""
    with taken_back():
        answer = _answer(world, who, method, url, host=host)
        for _part in getattr(answer, "streaming_content", ()):
            pass
    return seen(answer.status_code, answer.headers.get("Location", ""))


def page_at(world: World, who: str, method: str, url: str, language: str) -> str:
    """The page this person gets there, in a browser that asks for this language; "" where it is no page."""
    with taken_back():
        answer = _answer(world, who, method, url, language)
        file = list(getattr(answer, "streaming_content", ()))
    is_page = not file and answer.status_code != 302 and answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.content.decode() if is_page else ""


def _answer(world: World, who: str, method: str, url: str, language: str = "", host: str = "") -> Any:
    factory = RequestFactory()
    if host:
        factory.defaults["HTTP_HOST"] = host
    if language:
        factory.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    if world.sessions[who]:
        factory.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[who]
    return HANDLER((factory.post(url) if method == "POST" else factory.generic(method, url)).environ)


@contextmanager
def writing() -> Iterator[list[str]]:
    """Collects what is written into the database: the verb and the table of each statement."""
    written: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITES.match(sql):
            written.append(f"{found[1].upper()} {found[2]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written
