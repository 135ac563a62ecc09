"""What every request carries: an id for the logs, the viewer's language and zone; and what an answer depends on."""

import secrets
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from aceite.core.people.standing import SessionStore
from aceite.faces.ui.devices import keep_known
from aceite.faces.ui.errors import only_sends
from aceite.faces.ui.sessions import belongs_elsewhere
from aceite.faces.ui.zones import keep_zone, zone_of

Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives each request an id that stands in its log lines and in its answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Binds the id while the request is handled."""
        request_id = secrets.token_hex(8)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = request_id
        return response


class Keeping:
    """What a browser may keep of an answer.

    A page is asked for anew each time, and yet there for the way back: `no-store` would keep it out of the browser's
    memory too, which is emptied when somebody leaves (ui.sessions.end, fresh.js). What stands for ever under its
    address is the same for every visitor: the session says of every answer that it depends on cookies, and with the
    next one, a zone or a theme, the company's colours would be fetched once more before anything is painted.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Says it of pages that do not say it themselves, and takes back what holds for no kept file."""
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        kept = response.get("Cache-Control", "")
        if kept.startswith("public") and "immutable" in kept:
            del response["Vary"]
        return response


class ViewerMiddleware:
    """Speaks the person's language and shows times in her zone; strangers get the browser's language."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activates language and zone for this request only."""
        if belongs_elsewhere(request.session):
            request.session = SessionStore()
        if "_auth_user_id" in request.session and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        keep_zone(request)
        with timezone.override(zone_of(request) or settings.TIME_ZONE):
            return self.get_response(request)


class DeviceMiddleware:
    """Lets a person's browser be known again, and her sessions tell when they were used."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sets the device's cookie where it is due."""
        response = self.get_response(request)
        keep_known(request, response)
        return response


class ButtonAddressMiddleware:
    """Shows a way back where a button's address is opened as a page; Django's own answer is an empty one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only for people: what asks for anything but a page gets the bare answer."""
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or not request.accepts("text/html"):
            return response
        page = only_sends(request)
        page["Allow"] = response.get("Allow", "")
        return page
