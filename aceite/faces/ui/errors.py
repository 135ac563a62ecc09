"""What people read when something is not there, not allowed, not trusted or broken."""

from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

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


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries in a short time; faces call this themselves."""
    return render(request, "ui/errors/429.html", status=429)


def broken(request: HttpRequest) -> HttpResponse:
    """Our own failure: drawn without context processors, since one of them may be what broke."""
    return HttpResponse(get_template("ui/errors/500.html").render(), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its proof of origin, mostly from a page left open while she entered anew elsewhere."""
    return render(request, "ui/errors/csrf.html", {"back": stood_on(request)}, status=403)
