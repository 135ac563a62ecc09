"""The words of a contract: behind the pictures of its pages, and set anew in large type for whoever reads so."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aceite.core.contracts.models import Contract
from aceite.core.documents.layouts import layout
from aceite.core.documents.pictures import NotDrawn
from aceite.core.documents.reading import Tampered
from aceite.core.proposals.models import ProposalVersion
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.files import draft_pdf
from aceite.faces.panel.reading import contract_of
from aceite.faces.ui.brand import A_YEAR
from aceite.kit.pdf import pages as pdf_pages
from aceite.kit.pdf.layout import layout_of, paragraphs


@dataclass(frozen=True)
class TextPage:
    """One page's paragraphs; none on a page that was only a picture when it came."""

    number: int
    paragraphs: list[str]


@require_safe
@panel("price.see", preview=True)
def contract_words(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """Where the words stand on each page, as JSON for viewer.js; 503 when they could not be read this time."""
    sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    found = _layout(contract, sale.version)
    if found is None:
        # A failure for want of time or memory may pass: nobody is to remember it.
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Cache-Control": "no-store"})
    answer = HttpResponse(found, content_type="application/json")
    # The address carries the document's hash, as those of the pictures do.
    kept = contract.frozen_at is not None and "v" in request.GET
    answer["Cache-Control"] = f"private, max-age={A_YEAR}, immutable" if kept else "private, no-cache"
    return answer


@require_safe
@panel("price.see", preview=True)
def contract_text(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """The words alone, at the reader's size; what is signed are the pages."""
    sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    found = _layout(contract, sale.version)
    pages = [TextPage(place, paragraphs(page)) for place, page in enumerate(layout_of(found or b"[]"), 1)]
    silent = not any(page.paragraphs for page in pages)
    context = {"sale": sale, "contract": contract, "pages": pages, "silent": silent, "failed": found is None}
    return render(request, "panel/contract_text.html", context)


def _layout(contract: Contract, version: ProposalVersion) -> bytes | None:
    """The words of all pages as kit.pdf.layout writes them; None when they could not be read. Raises Http404."""
    try:
        if contract.frozen_at is None:
            return pdf_pages.layout(draft_pdf(contract, version))
        if contract.document is None:
            raise Http404
        return layout(contract.document, at=timezone.now())
    except (NotDrawn, pdf_pages.Unreadable):
        return None
    except Tampered as changed:
        raise Http404 from changed
