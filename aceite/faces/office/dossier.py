"""The dossier of a sale in the office: asked for with one button, downloaded when the worker has made it."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.proposals.models import Proposal
from aceite.core.sales.dossier import ask_for_dossier, newest_dossier
from aceite.core.sales.dossier_store import Form
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.acting import not_now
from aceite.faces.office.places import go, place, sale_of
from aceite.faces.ui.dossiers import DossierView, handed_over, view_of


@require_http_methods(["GET", "HEAD", "POST"])
@office("sale.dossier")
def dossier(request: OfficeRequest, number: str) -> HttpResponse:
    """What is in it, how far it is, and its files."""
    sale, at = sale_of(request, number), timezone.now()
    if sale.first_sent_at is None:
        return not_now(request, sale)
    if request.method == "POST":
        ask_for_dossier(sale, by=request.scope.member, at=at)
        return go(request, "dossier", number)
    context = {"sale": sale, "view": _view(request, sale), "back_url": place(request, "sale", number)}
    return render(request, "office/sales/dossier.html", context)


@require_safe
@office("sale.dossier")
def dossier_zip(request: OfficeRequest, number: str) -> HttpResponseBase:
    """The ZIP."""
    return _file(request, number, "zip")


@require_safe
@office("sale.dossier")
def dossier_pdf(request: OfficeRequest, number: str) -> HttpResponseBase:
    """The cover."""
    return _file(request, number, "pdf")


def _view(request: OfficeRequest, sale: Proposal) -> DossierView:
    return view_of(
        newest_dossier(sale, by=request.scope.member),
        number=sale.number,
        zip_url=place(request, "dossier_zip", sale.number),
        pdf_url=place(request, "dossier_pdf", sale.number),
        at=timezone.now(),
    )


def _file(request: OfficeRequest, number: str, form: Form) -> HttpResponseBase:
    sale = sale_of(request, number)
    return handed_over(newest_dossier(sale, by=request.scope.member), form, number)
