"""One's own devices in the office: the session in one of them ended, or in all but this one."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.ui.devices import end_one, end_others


@require_POST
@office("sale.see")
def device_ending(request: OfficeRequest, pk: int) -> HttpResponse:
    """End the session in one."""
    end_one(request, request.scope.user, pk, by=request.scope.member)
    return _back(request)


@require_POST
@office("sale.see")
def other_devices_ending(request: OfficeRequest) -> HttpResponse:
    """End the sessions in all others."""
    end_others(request, request.scope.user, by=request.scope.member)
    return _back(request)


def _back(request: OfficeRequest) -> HttpResponse:
    return redirect(reverse("office:account", args=[request.scope.company.slug]) + "#aparelhos")
