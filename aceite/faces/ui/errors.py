"""What people read when something is not there, not allowed, not trusted or broken."""

from contextlib import suppress
from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import Resolver404, resolve

from aceite.faces.ui.returning import stood_on


class Answer(Protocol):
    """What Django calls when something went wrong."""

    def __call__(self, request: HttpRequest, exception: Exception, /) -> HttpResponse: ...


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request makes no sense."""
    return render(request, "ui/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A person who is known may not do this."""
    return render(request, "ui/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is here, or it is not the reader's: the two answers must not differ."""
    return render(request, "ui/errors/404.html", status=404)


def only_sends(request: HttpRequest) -> HttpResponse:
    """The address is a button's, opened as if it were a page: after an error kept on it, or from the history."""
    return render(request, "ui/errors/405.html", {"above": _page_above(request)}, status=405)


def _page_above(request: HttpRequest) -> str:
    """The nearest address above this one that is somebody's; "/" where none is."""
    parts = request.path.strip("/").split("/")
    for last in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:last])}/"
        with suppress(Resolver404):
            resolve(above, getattr(request, "urlconf", None))
            return above
    return "/"


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries in a short time; faces call this themselves."""
    return render(request, "ui/errors/429.html", status=429)


def broken(request: HttpRequest) -> HttpResponse:
    """Our own failure: drawn without context processors, since one of them may be what broke."""
    return HttpResponse(get_template("ui/errors/500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its proof of origin, mostly from a page left open while she entered anew elsewhere."""
    return render(request, "ui/errors/csrf.html", {"back": stood_on(request)}, status=403)
