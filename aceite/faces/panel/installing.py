"""The panel as an application of the company's on a device: its name, colours and icons, the worker that stands by
while it is open, and the page the worker shows when the network does not answer. All of it is open to all, and nothing
of it speaks of a person.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.companies.models import Company
from aceite.core.companies.scope import scoped
from aceite.core.documents.logos import logo_of
from aceite.core.documents.reading import Tampered, read
from aceite.faces.panel.access import company_by_slug
from aceite.faces.panel.shell import brand_url, icon_mark, icon_url, initial, logo_url
from aceite.faces.ui.brand import cache_by_version
from aceite.faces.ui.colour import shown_tokens
from aceite.faces.ui.files import inert
from aceite.kit.imaging import PictureRefused
from aceite.kit.imaging.icons import initial_icon, logo_icon

# For iOS, for a list of applications, for a start page (W3C manifest; web.dev asks for the last two).
SIZES: Final = (180, 192, 512)
# As many letters as stand under an icon.
SHORT: Final = 12
AN_HOUR: Final = 3600
GROUND: Final = "#f7f7f5"


@require_safe
def manifest(request: HttpRequest, company: str) -> HttpResponse:
    """What a device needs to know to put the panel among its applications (W3C Web Application Manifest)."""
    here = company_by_slug(company)
    with translation.override(_language(request)):
        answer = JsonResponse(_manifest(here), content_type="application/manifest+json")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


@require_safe
def icon(request: HttpRequest, company: str, size: int) -> HttpResponse:
    """The company's icon as PNG."""
    here = company_by_slug(company)
    if size not in SIZES:
        raise Http404
    key = f"panel/icon/{here.pk}/{icon_mark(here)}/{size}"
    drawn: bytes | None = cache.get(key)
    if drawn is None:
        drawn = _drawn(here, size)
        cache.set(key, drawn, timeout=None)
    answer = inert(HttpResponse(drawn, content_type="image/png"))
    answer["Cache-Control"] = cache_by_version(request)
    return answer


@require_safe
def offline(request: HttpRequest, company: str) -> HttpResponse:
    """The page that says that the network does not answer: kept by the worker, the same for whoever sees it."""
    with translation.override(_language(request)):
        return HttpResponse(_page(company_by_slug(company)), headers={"Cache-Control": "public, max-age=300"})


@require_safe
def worker(request: HttpRequest, company: str) -> HttpResponse:
    """The worker of this company's panel: what it keeps, then what it does (static/panel/worker.js)."""
    here, language = company_by_slug(company), _language(request)
    with translation.override(language):
        page = _page(here)
    kept = _kept(here)
    told = {
        "page": f"{reverse('panel:offline', args=[here.slug])}?l={language}",
        "files": kept,
        "version": hashlib.sha256("\n".join([page, *kept]).encode()).hexdigest()[:12],
    }
    script = f"self.told = {json.dumps(told)};\nimportScripts({json.dumps(static('panel/worker.js'))});\n"
    # The browser asks after each page whether it changed: on a slow network not more than once an hour.
    return HttpResponse(
        script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": f"public, max-age={AN_HOUR}"}
    )


def short_name(name: str) -> str:
    """As many whole words of a name as stand under an icon; of a long first word its beginning."""
    taken = ""
    for word in name.split():
        longer = f"{taken} {word}".strip()
        if len(longer) > SHORT:
            break
        taken = longer
    return taken or name.strip()[:SHORT]


def _manifest(here: Company) -> Mapping[str, object]:
    home = reverse("panel:home", args=[here.slug])
    return {
        "id": home,
        "name": here.trade_name,
        "short_name": short_name(here.trade_name),
        "description": _("Propostas, contratos e pedidos com %(company)s.") % {"company": here.trade_name},
        "lang": translation.get_language(),
        "dir": "ltr",
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "theme_color": shown_tokens(here.colour)["accent"],
        "background_color": GROUND,
        "icons": _icons(here),
        "shortcuts": [
            {"name": _("Propostas"), "url": reverse("panel:proposals", args=[here.slug])},
            {"name": _("Pedidos"), "url": reverse("panel:orders", args=[here.slug])},
        ],
    }


def _icons(here: Company) -> Sequence[Mapping[str, str]]:
    wanted = ((192, "any"), (512, "any"), (512, "maskable"))
    return [
        {"src": icon_url(here, size), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size, purpose in wanted
    ]


def _drawn(here: Company, size: int) -> bytes:
    tokens = shown_tokens(here.colour)
    with scoped(here.pk):
        logo = logo_of(here)
        try:
            if logo is not None:
                return logo_icon(read(logo), ground=tokens["accent"], size=size)
        except (PictureRefused, Tampered):
            # A logo that cannot be read is missing on every page; the initial stands for it.
            pass
    return initial_icon(initial(here), ground=tokens["accent"], ink=tokens["on-accent"], size=size)


def _page(here: Company) -> str:
    home = reverse("panel:home", args=[here.slug])
    context = {
        "company": here,
        "home": home,
        "initial": initial(here),
        "brand_url": brand_url(here),
        "logo_url": logo_url(here),
    }
    return render_to_string("panel/offline.html", context)


def _kept(here: Company) -> list[str]:
    names = ("ui/base.css", "ui/panel.css", "ui/icon.svg", "panel/offline.css", "panel/offline.js", "panel/shelf.js")
    own = (brand_url(here), logo_url(here))
    return [*(static(name) for name in names), static("ui/js/draft-store.js"), *(url for url in own if url)]


def _language(request: HttpRequest) -> str:
    """The language the page asked for: the worker asks without cookies, so nobody knows whose it is."""
    asked = request.GET.get("l", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language()
