"""Paper with the phone: the panel leads from page to page, and each photo goes on its way while the next is taken."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aceite.core.documents.pictures import WIDTHS
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.reading import SIGNED_ON_PAPER, contract_of, wants_copy


@dataclass(frozen=True)
class PageWanted:
    """One page of the contract, with the small picture by which she knows its sheet."""

    number: int
    picture: str


@require_safe
@panel("copy.upload")
def capture(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """The pages still to be photographed; where each stands is told by `sending`, so she comes back to her place."""
    scope = request.scope
    sale, contract = contract_of(scope, number, pk, at=timezone.now())
    if contract.requirement not in SIGNED_ON_PAPER or contract.document is None:
        raise Http404
    if not (sale.goes_on and wants_copy(contract)):
        return redirect(scope.url("copy", number, pk))
    pages = [
        PageWanted(page, scope.url("contract_page", number, pk, page, WIDTHS[0]))
        for page in range(1, contract.document.pages + 1)
    ]
    return render(request, "panel/capture.html", {"sale": sale, "contract": contract, "pages": pages})
