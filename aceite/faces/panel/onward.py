"""Where somebody wanted to go when she was asked to enter: kept through every way in, and only inside this panel."""

from urllib.parse import unquote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from aceite.core.companies.models import Company
from aceite.faces.ui.returning import leads_below


def onward(request: HttpRequest, here: Company) -> str:
    """The page of this company's panel that the address or the form names; empty for any other and for entrances."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    home = reverse("panel:home", args=[here.slug])
    # Back to an entrance would only ask again; out of the panel nobody was sent from here.
    entrances = tuple(reverse(f"panel:{name}", args=[here.slug]) for name in ("enter", "leave", "choose"))
    return wanted if leads_below(wanted, home) and not unquote(wanted).startswith(entrances) else ""


def with_onward(address: str, request: HttpRequest, here: Company) -> str:
    """The address of the next step, which leads on to the same page."""
    wanted = onward(request, here)
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address
