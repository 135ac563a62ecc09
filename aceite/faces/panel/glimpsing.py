"""Before the door: what the link of a mail or a message tells alone, to people and to the previews of messengers."""

from typing import Final
from urllib.parse import parse_qs, urlsplit

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from aceite.core.companies.models import Company
from aceite.core.companies.moments import moment_words
from aceite.core.companies.scope import scoped
from aceite.core.people.limits import QUARTER, address_key
from aceite.core.sales.linking import Glimpse, glimpse
from aceite.faces.panel.onward import onward
from aceite.faces.ui.origin import origin_of

# For one network in a quarter of an hour: an office or a mobile operator may hold many customers.
MOST_LOOKS: Final = 240


def glimpsed(request: HttpRequest, here: Company) -> dict[str, object]:
    """For an entrance's template: `glimpse` and its `deadline`, where the page she wants to go to is a link's."""
    found = _found(request, here)
    if found is None:
        return {}
    # A deadline that binds ends in the company's zone, wherever it is read.
    with timezone.override(here.tz):
        return {"glimpse": found, "deadline": moment_words(found.last_minute)}


def discreet(answer: HttpResponse) -> HttpResponse:
    """An entrance that no search engine keeps and no other site is told of."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _found(request: HttpRequest, here: Company) -> Glimpse | None:
    parts = urlsplit(onward(request, here))
    token = parse_qs(parts.query).get("link", [""])[0]
    if not token:
        return None
    try:
        place = resolve(parts.path)
    except Resolver404:
        return None
    if place.view_name != "panel:proposal" or not _may_look(request):
        return None
    with scoped(here.pk):
        return glimpse(here, str(place.kwargs["number"]), token, at=timezone.now())


def _may_look(request: HttpRequest) -> bool:
    """Counts each look of a network, in the shared cache: looking writes nothing of the business."""
    key = address_key("link", origin_of(request).ip)
    cache.add(key, 0, QUARTER.total_seconds())
    try:
        return bool(cache.incr(key) <= MOST_LOOKS)
    except ValueError:
        # The quarter of an hour ended between the two lines.
        return True
