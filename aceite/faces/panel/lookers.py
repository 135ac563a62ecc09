"""Who of the customer may see a sale and who opened what, for whoever administers the colleagues."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aceite.core.sales.looking import lookers_of
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.reading import shown


@require_safe
@panel("colleague.manage")
def lookers(request: PanelRequest, number: str) -> HttpResponse:
    """Each person with what she opened; of a sale that is hers to see."""
    sale = shown(request.scope, number, at=timezone.now())
    return render(request, "panel/lookers.html", {"sale": sale, "lookers": lookers_of(sale.proposal)})
