"""Seeing a proposal as the customer does: a short-lived pass into the panel, whose actor may only look."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.places import sale_of
from aceite.faces.ui.passes import PreviewPass, preview_pass


@require_safe
@office("sale.see")
def preview_sale(request: OfficeRequest, number: str) -> HttpResponse:
    """Go to the panel's page of the current version, draft or sent."""
    sale = sale_of(request, number)
    if sale.current is None:
        raise Http404
    handed = preview_pass(
        PreviewPass(
            company_id=request.scope.company.pk,
            proposal_id=sale.pk,
            version_id=sale.current.pk,
            member_id=request.scope.member.pk,
        )
    )
    return HttpResponseRedirect(reverse("panel:preview", args=[request.scope.company.slug, handed]))
