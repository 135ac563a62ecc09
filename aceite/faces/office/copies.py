"""A signed copy beside the contract it stands for, page by page; accepted, or refused with a reason."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.contracts.copies import accept_copy as accept
from aceite.core.contracts.copies import refuse_copy as refuse
from aceite.core.contracts.models import CopyFile, SignedCopy
from aceite.core.contracts.refusal_reasons import refusal_reasons
from aceite.core.contracts.states import CopyState
from aceite.core.contracts.witnessing import asks_witnesses
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import MOVES
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.acting import Act, act_page
from aceite.faces.office.answers import done, typed
from aceite.faces.office.comparing import compared
from aceite.faces.office.forms.copies import RefuseForm, WitnessesForm
from aceite.faces.office.places import go, place, sale_of
from aceite.faces.office.sale_files import hand_over

_page = require_http_methods(["GET", "HEAD", "POST"])


def _copy_of(request: OfficeRequest, sale: Proposal, contract: int, pk: int) -> SignedCopy:
    found = request.scope.copies.in_sale(sale).filter(contract_id=contract, pk=pk)
    copy = found.with_sheet().first()
    if copy is None:
        raise Http404
    return copy


@require_safe
@office("sale.see")
def copy(request: OfficeRequest, number: str, contract: int, copy: int) -> HttpResponse:
    """The comparison."""
    sale = sale_of(request, number)
    found = _copy_of(request, sale, contract, copy)
    counts = found.contract.version_id == sale.current_id
    goes_on = counts and MOVES.find("copy.check", sale.state_at(timezone.now())) is not None
    files = list(found.files.select_related("document").prefetch_related("pages"))
    context = {
        "sale": sale, "copy": found, "contract": found.contract,
        "compared": compared(request, sale, found, files),
        "goes_on": goes_on,
        "open": goes_on and found.state == CopyState.TO_CHECK and request.scope.may("copy.check"),
        "asks_witnesses": asks_witnesses(found.contract),
        "witnesses": list(found.witnesses.all()),
        "files": files,
        "sale_url": place(request, "sale", number),
        "accept_url": place(request, "accept_copy", number, contract, found.pk),
        "refuse_url": place(request, "refuse_copy", number, contract, found.pk),
        "bound_url": place(request, "bound_copy", number, contract, found.pk) if found.bound else "",
    }  # fmt: skip
    return render(request, "office/sales/copy.html", context)


@_page
@office("copy.check")
def accept_copy(request: OfficeRequest, number: str, contract: int, copy: int) -> HttpResponse:
    """The copy counts as the signed contract; of an executive title the witnesses on it are named first."""
    sale = sale_of(request, number)
    found = _copy_of(request, sale, contract, copy)
    if not asks_witnesses(found.contract):
        if request.method == "POST":
            done(request, lambda: accept(found, by=request.scope.member, at=timezone.now()), _("Via aceita."))
        return go(request, "sale", sale.number)
    act = Act(
        title=_("Aceitar a via assinada"),
        lead=_("Este contrato é título executivo: escreva as duas testemunhas como estão na via assinada."),
        button=_("Aceitar via"),
        busy=_("Aceitando…"),
        done=_("Via aceita, com as duas testemunhas."),
    )

    def verb(form: WitnessesForm) -> object:
        return accept(found, witnesses=form.witnesses(), by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, WitnessesForm(typed(request)), verb)


@_page
@office("copy.check")
def refuse_copy(request: OfficeRequest, number: str, contract: int, copy: int) -> HttpResponse:
    """The copy goes back to the customer with a reason."""
    sale = sale_of(request, number)
    found = _copy_of(request, sale, contract, copy)
    act = Act(
        title=_("Recusar a via assinada"),
        lead=_("O motivo aparece no painel do cliente, que pode enviar outra via."),
        button=_("Recusar via"),
        busy=_("Recusando…"),
        danger=True,
        done=_("Via recusada; o cliente foi avisado."),
    )

    def verb(form: RefuseForm) -> object:
        return refuse(found, reason=form.words(), by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, RefuseForm(typed(request), reasons=refusal_reasons(sale.company)), verb)


def _file_of(request: OfficeRequest, number: str, contract: int, copy: int, file: int) -> CopyFile:
    found = _copy_of(request, sale_of(request, number), contract, copy)
    chosen = found.files.select_related("document").filter(pk=file).first()
    if chosen is None:
        raise Http404
    return chosen


@require_safe
@office("sale.see")
def copy_file(request: OfficeRequest, number: str, contract: int, copy: int, file: int) -> HttpResponseBase:
    """The file untouched, as it came."""
    chosen = _file_of(request, number, contract, copy, file)
    return hand_over(request, chosen.document, chosen.name)


@require_safe
@office("sale.see")
def bound_copy(request: OfficeRequest, number: str, contract: int, copy: int) -> HttpResponseBase:
    """All sheets as one clean PDF, upright and in order."""
    found = _copy_of(request, sale_of(request, number), contract, copy)
    return hand_over(request, found.bound, f"via-assinada-{number}-{found.pk}.pdf")


@require_safe
@office("sale.see")
def copy_sheet(request: OfficeRequest, number: str, contract: int, copy: int, page: int) -> HttpResponseBase:
    """One page of the copy as a picture, upright and without what its camera noted."""
    found = _copy_of(request, sale_of(request, number), contract, copy)
    rows = request.scope.copy_pages.filter(file__copy=found, pk=page).select_related("served", "file")
    chosen = rows.first()
    if chosen is None or chosen.served is None:
        raise Http404
    answer = hand_over(request, chosen.served, f"folha-{chosen.pk}.jpg")
    answer["Content-Disposition"] = "inline"
    return answer
