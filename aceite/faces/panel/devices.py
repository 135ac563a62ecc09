"""One's own devices in the panel: the session in one of them ended, or in all but this one."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.account import user_of
from aceite.faces.ui.devices import end_one, end_others


@require_POST
@panel()
def device_ending(request: PanelRequest, pk: int) -> HttpResponse:
    """End the session in one."""
    end_one(request, user_of(request), pk, by=request.scope.person)
    return redirect(request.scope.url("account") + "#aparelhos")


@require_POST
@panel()
def other_devices_ending(request: PanelRequest) -> HttpResponse:
    """End the sessions in all others."""
    end_others(request, user_of(request), by=request.scope.person)
    return redirect(request.scope.url("account") + "#aparelhos")
