"""Whoever has no session is asked to enter, and comes back to the page on which she stood."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aceite.faces.ui.returning import is_page, stood_on


def to_entering(request: HttpRequest, slug: str) -> HttpResponse:
    """To the entering page of the company with this slug.

    What was posted cannot be repeated after entering: she returns to the page it was posted from, and is told.
    """
    home = reverse("panel:home", args=[slug])
    if request.method in {"GET", "HEAD"}:
        target = request.get_full_path()
    else:
        target = stood_on(request, home) or home
        if is_page(request):
            messages.info(
                request, _("Sua sessão terminou e nada foi registrado. Entre de novo: você volta para onde estava.")
            )
    return redirect_to_login(target, reverse("panel:enter", args=[slug]))
