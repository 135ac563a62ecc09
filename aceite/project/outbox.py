"""The demo's mailbox at `/caixa-de-saida/`: what was sent, newest first. Never part of production's addresses."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from aceite.outbound.mail.outbox import SentMail, read_mail, read_outbox

SHOWN = 200
# The mail is somebody else's page: no script, no form, no request leaves it; only its links may open a window.
LETTER_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; "
    "style-src 'unsafe-inline'; frame-ancestors 'self'"
)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every mail of the demo."""
    return render(request, "project/outbox.html", {"mails": read_outbox()[:SHOWN]})


@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail: its head, its links, and both of its bodies."""
    return render(request, "project/mail.html", {"mail": _find(key)})


@require_safe
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """The mail's own page, shown in a frame that can do nothing."""
    response = HttpResponse(_find(key).html)
    # Both are set here, so that the site's own, stricter ones are not added.
    response["Content-Security-Policy"] = LETTER_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _find(key: str) -> SentMail:
    found = read_mail(key)
    if found is None:
        raise Http404
    return found


urlpatterns = [
    path("", listing, name="outbox"),
    path("<str:key>/", mail, name="outbox_mail"),
    path("<str:key>/carta/", letter, name="outbox_letter"),
]
