"""A proposal's page: what, how much, until when, and the one next step."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.reading import shown
from aceite.faces.panel.seeing import note_view
from aceite.faces.panel.sheet import page


@require_safe
@panel(preview=True)
def proposal(request: PanelRequest, number: str) -> HttpResponse:
    """The newest version that was sent."""
    return _page(request, number, None)


@require_safe
@panel(preview=True)
def version_page(request: PanelRequest, number: str, version: int) -> HttpResponse:
    """One version by its number; an older one says so."""
    return _page(request, number, version)


@require_POST
@panel()
def viewed(request: PanelRequest, number: str) -> HttpResponse:
    """Notes that this person has the proposal before her; a mail scanner's GET never does."""
    at = timezone.now()
    sale = shown(request.scope, number, at=at)
    note_view(request, sale, at=at)
    return HttpResponse(status=204)


def _page(request: PanelRequest, number: str, version: int | None) -> HttpResponse:
    sale = shown(request.scope, number, at=timezone.now(), version=version)
    # Splitting forgets that our own templates drew it and escaped what people typed.
    head, main, bar = (SafeString(part) for part in page(request, sale).split("<!--part-->"))
    context = {"sale": sale, "head_part": head, "main_part": main, "bar_part": bar}
    return render(request, "panel/proposal.html", context)
