"""Where the office's "see as the customer" enters: on to the proposal, under the same pass."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from aceite.faces.panel.access import PanelRequest, panel


@require_safe
@panel(preview=True)
def preview(request: PanelRequest) -> HttpResponse:
    """The pass says which sale; nothing is recorded."""
    sale = request.scope.proposals.get()
    return redirect(request.scope.url("proposal", sale.number))
