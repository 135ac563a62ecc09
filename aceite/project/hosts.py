"""The host of each request: the house, one company's own domain with its panel and nothing else, or nobody."""

import re
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from aceite.core.companies.hosts import company_at, is_house, standing_at

Handler = Callable[[HttpRequest], HttpResponse]
# Papers are checked at the house's address, which they have printed on them.
_CHECKING: Final = re.compile(r"/(?:v|verificar)/")
_STATIC: Final = f"/{settings.STATIC_URL.strip('/')}/"
_LOOKING: Final = frozenset({"GET", "HEAD"})
# Without the domains below it: they are the company's, and may serve other things without TLS.
_HSTS: Final = "max-age=31536000"


class HostMiddleware:
    """Stands before everything else: an unknown host gets 400, and no company's host shows anything of another."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hands the request on where it belongs. Raises DisallowedHost (400) and Http404."""
        host = split_domain_port(request.get_host())[0].rstrip(".")
        if is_house(host):
            return self.get_response(request)
        company = company_at(host)
        if company is None:
            if settings.OPEN_HOUSE:
                return self.get_response(request)
            raise DisallowedHost(f"{host} is neither this house nor a company's.")
        with standing_at(host):
            return self._at_own_host(request, reverse("panel:home", args=[company.slug]))

    def _at_own_host(self, request: HttpRequest, panel: str) -> HttpResponse:
        if request.method in _LOOKING and request.path == "/":
            return redirect(panel)
        if request.method in _LOOKING and _CHECKING.match(request.path):
            return redirect(f"{settings.BASE_URL}{request.get_full_path()}")
        if not request.path.startswith((panel, _STATIC)):
            raise Http404
        answer = self.get_response(request)
        if "Strict-Transport-Security" in answer:
            answer["Strict-Transport-Security"] = _HSTS
        return answer


@require_safe
def known_domain(request: HttpRequest) -> HttpResponse:
    """For the proxy that asks before it gets a certificate: 200 for a company's proved domain, 404 for any other."""
    asked = request.GET.get("domain", "").strip().lower().rstrip(".")[:253]
    # PostgreSQL answers a NUL in a text with an error; no domain holds one.
    if not asked.isprintable() or company_at(asked) is None:
        raise Http404
    return HttpResponse("ok\n", content_type="text/plain")
