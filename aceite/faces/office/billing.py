"""The notas and boletos of an order: given to the customer, looked at, taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.proposals.states import State
from aceite.core.receivables.billing import add_file, remove_file
from aceite.core.receivables.expected import expected_of
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.acting import not_now
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.receivables import BilledForm
from aceite.faces.office.places import go, place, sale_of
from aceite.faces.office.sale_files import hand_over


@require_http_methods(["GET", "HEAD", "POST"])
@office("invoice.manage")
def billing(request: OfficeRequest, number: str) -> HttpResponse:
    """Those that are there, and a form for one more."""
    sale = sale_of(request, number)
    if sale.state != State.ORDER or sale.current is None:
        return not_now(request, sale)
    parts = expected_of(sale, timezone.localdate(timezone=request.scope.company.tz))
    form = BilledForm(typed(request), request.FILES if request.method == "POST" else None, parts=parts)
    if form.is_valid() and accepted(
        form, lambda: add_file(sale, form.given(), by=request.scope.member, at=timezone.now()), field="file"
    ):
        messages.success(request, _("Documento incluído. O cliente é avisado."))
        return go(request, "billing", sale.number)
    return form_page(
        request, "office/receivables/billing.html", form, sale=sale, may_remove=True,
        billed=request.scope.billed_files.of_sale(sale), back_url=place(request, "order", sale.number),
    )  # fmt: skip


@require_safe
@office("sale.see")
def billed_file(request: OfficeRequest, number: str, file: int) -> HttpResponseBase:
    """The file itself."""
    found = request.scope.billed_files.of_sale(sale_of(request, number)).filter(pk=file).first()
    if found is None:
        raise Http404
    return hand_over(request, found.document, found.name)


@require_POST
@office("invoice.manage")
def remove(request: OfficeRequest, number: str, file: int) -> HttpResponse:
    """Takes a file back from the customer's panel."""
    sale = sale_of(request, number)
    found = request.scope.billed_files.of_sale(sale).select_related("proposal").filter(pk=file).first()
    if found is None:
        raise Http404
    done(request, lambda: remove_file(found, by=request.scope.member, at=timezone.now()), _("Documento retirado."))
    return go(request, "billing", sale.number)
