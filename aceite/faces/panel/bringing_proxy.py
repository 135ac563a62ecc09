"""One step before signing by proxy, where the contract asks for it: the file of the power of attorney."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.contracts.bringing_proxy import bring_proxy
from aceite.core.contracts.models import Contract, Signer
from aceite.core.documents.storing import DiskFull
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, Scope, panel
from aceite.faces.panel.files import download, pdf_name
from aceite.faces.panel.forms.bringing_proxy import ProxyForm
from aceite.faces.panel.reading import Shown, contract_of, for_whom, only_outside, place_of, to_sign
from aceite.faces.panel.refusing import beside


def lacking_proxy(contracts: Sequence[Contract], scope: Scope) -> Contract | None:
    """The first of these contracts that waits for the power of attorney of this visitor."""
    return next((one for one in contracts if (place := place_of(one, scope)) and _lacks(place)), None)


@require_http_methods(["GET", "HEAD", "POST"])
@panel("contract.sign")
def proxy_page(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """The file, and on to signing; what was sent before can be looked at and replaced until she signs."""
    scope = request.scope
    sale, found = contract_of(scope, number, pk, at=timezone.now())
    place = place_of(found, scope)
    if place is None:
        raise Http404
    if not place.asks_proxy or not sale.is_open or not to_sign(found, scope):
        if request.method == "POST":
            messages.info(request, _("Este contrato não espera uma procuração sua agora. Nada foi enviado."))
        return redirect(scope.url("contract", number, pk))
    form = ProxyForm(request.POST, request.FILES) if request.method == "POST" else ProxyForm()
    if request.method == "POST" and form.is_valid() and _brought(request, place, form):
        messages.success(request, _("Procuração guardada. Agora é assinar."))
        return redirect(_onwards(scope, sale, found))
    context = {
        "sale": sale,
        "contract": found,
        "place": place,
        "form": form,
        "for_whom": for_whom([found], scope),
        "onwards": _onwards(scope, sale, found),
    }
    return render(request, "panel/bring_proxy.html", context, status=422 if form.errors else 200)


@require_safe
@panel("contract.sign")
def proxy_file(request: PanelRequest, number: str, pk: int) -> HttpResponseBase:
    """What she brought, untouched."""
    _sale, found = contract_of(request.scope, number, pk, at=timezone.now())
    place = place_of(found, request.scope)
    brought = place.brought_proxy if place is not None else None
    return download(request, brought, pdf_name(_("procuracao"), found.title, number))


def _lacks(place: Signer) -> bool:
    return place.asks_proxy and place.brought_proxy_id is None


def _brought(request: PanelRequest, place: Signer, form: ProxyForm) -> bool:
    try:
        bring_proxy(place, form.cleaned_data["file"].read(), by=request.scope.person, at=timezone.now())
    except DiskFull as full:
        form.add_error("file", str(full))
    except Refusal as refusal:
        beside(form, refusal, field="file")
    return not form.errors


def _onwards(scope: Scope, sale: Shown, found: Contract) -> str:
    return scope.url("external", sale.number, found.pk) if only_outside(found) else scope.url("sign", sale.number)
