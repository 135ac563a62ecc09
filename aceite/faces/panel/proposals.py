"""A proposal's page: what, how much, until when, and the one next step."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.kept import page
from aceite.faces.panel.reading import shown
from aceite.faces.panel.seeing import note_view


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
    return HttpResponse(page(request, shown(request.scope, number, at=timezone.now(), version=version)))
