"""The dossier of a sale in the customer's panel: her own proof, without the vendor's inner side."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.sales.dossier import ask_for_dossier, newest_dossier
from aceite.core.sales.dossier_store import Form
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.reading import Shown, shown
from aceite.faces.ui.dossiers import DossierView, handed_over, view_of


@require_http_methods(["GET", "HEAD", "POST"])
@panel("sale.dossier")
def dossier(request: PanelRequest, number: str) -> HttpResponse:
    """What is in it, how far it is, and its files."""
    sale = shown(request.scope, number, at=timezone.now())
    if request.method == "POST":
        ask_for_dossier(sale.proposal, by=request.scope.person, at=sale.at)
        return redirect(request.scope.url("dossier", number))
    return render(request, "panel/dossier.html", {"sale": sale, "view": _view(request, sale)})


@require_safe
@panel("sale.dossier")
def dossier_zip(request: PanelRequest, number: str) -> HttpResponseBase:
    """The ZIP."""
    return _file(request, number, "zip")


@require_safe
@panel("sale.dossier")
def dossier_pdf(request: PanelRequest, number: str) -> HttpResponseBase:
    """The cover."""
    return _file(request, number, "pdf")


def _view(request: PanelRequest, sale: Shown) -> DossierView:
    return view_of(
        newest_dossier(sale.proposal, by=request.scope.person),
        number=sale.number,
        zip_url=request.scope.url("dossier_zip", sale.number),
        pdf_url=request.scope.url("dossier_pdf", sale.number),
        at=sale.at,
    )


def _file(request: PanelRequest, number: str, form: Form) -> HttpResponseBase:
    sale = request.scope.sale(number)
    if sale is None:
        raise Http404
    return handed_over(newest_dossier(sale, by=request.scope.person), form, number)
