"""A PDF that a signer signed outside, beside the contract, with what the rules found: to be taken or refused."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.contracts.external_checking import accept_external as accept
from aceite.core.contracts.external_checking import refuse_external as refuse
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_stranded import ask_again
from aceite.core.contracts.external_telling import kind_words, sentence_of
from aceite.core.contracts.states import ExternalState
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import MOVES
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.acting import Act, act_page
from aceite.faces.office.answers import done, typed
from aceite.faces.office.forms.acts import ConfirmationForm, ReasonForm
from aceite.faces.office.places import go, place, sale_of
from aceite.faces.office.sale_files import contract_pages, hand_over, show_page
from aceite.faces.ui.findings import point
from aceite_verify.findings import Verdict

# What the rules leave to people first, as the vendor has to look at it.
_ORDER: Final = (Verdict.BAD, Verdict.MISSING, Verdict.GOOD)


@dataclass(frozen=True)
class Pages:
    """A page of the contract and the same page of the signed file; either may be missing."""

    number: int
    contract_url: str
    signed_url: str


def _file_of(request: OfficeRequest, sale: Proposal, contract: int, pk: int) -> ExternalFile:
    rows = request.scope.external_files.in_sale(sale).filter(contract_id=contract, pk=pk)
    joined = rows.select_related(
        "contract__document", "contract__version", "document", "uploaded_by", "checked_by", "signer__panel_user"
    )
    found = joined.first()
    if found is None:
        raise Http404
    return found


@require_safe
@office("sale.see")
def external(request: OfficeRequest, number: str, contract: int, external: int) -> HttpResponse:
    """The points, the certificate, and both files page by page."""
    sale = sale_of(request, number)
    file = _file_of(request, sale, contract, external)
    counts = file.contract.version_id == sale.current_id
    goes_on = counts and MOVES.find("external.check", sale.state_at(timezone.now())) is not None
    args = (number, contract, file.pk)
    context = {
        "sale": sale, "file": file, "contract": file.contract, "pairs": _pairs(request, number, file),
        "points": [point(one, sentence_of(one))
                   for verdict in _ORDER for one in file.found if one.verdict is verdict],
        "kind": kind_words(file),
        "open": goes_on and file.state == ExternalState.MANUAL and request.scope.may("external.check"),
        "sale_url": place(request, "sale", number),
        "again_url": place(request, "judge_external_again", *args) if file.wants_judging else "",
        "accept_url": place(request, "accept_external", *args),
        "refuse_url": place(request, "refuse_external", *args),
        "file_url": place(request, "external_file", *args),
    }  # fmt: skip
    return render(request, "office/sales/external.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("external.check")
def accept_external(request: OfficeRequest, number: str, contract: int, external: int) -> HttpResponse:
    """The vendor says what was checked; then the file is the signature."""
    sale = sale_of(request, number)
    file = _file_of(request, sale, contract, external)
    act = Act(
        title=_("Aceitar o PDF assinado"),
        lead=_("As regras deixaram estes pontos para você. O que você escrever fica guardado com a assinatura."),
        warning=" ".join(sentence_of(one) for one in file.left_to_people),
        button=_("Aceitar como assinatura"),
        busy=_("Aceitando…"),
        done=_("PDF aceito: a assinatura está registrada, e o signatário foi avisado."),
    )

    def verb(form: ConfirmationForm) -> object:
        return accept(file, confirmation=form.cleaned_data["confirmation"], by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, ConfirmationForm(typed(request)), verb)


@require_http_methods(["GET", "HEAD", "POST"])
@office("external.check")
def refuse_external(request: OfficeRequest, number: str, contract: int, external: int) -> HttpResponse:
    """The file goes back to the signer with a reason."""
    sale = sale_of(request, number)
    file = _file_of(request, sale, contract, external)
    act = Act(
        title=_("Recusar o PDF assinado"),
        lead=_("O motivo aparece no painel de quem assinou, que pode enviar outro arquivo."),
        button=_("Recusar PDF"),
        busy=_("Recusando…"),
        danger=True,
        done=_("PDF recusado; o signatário foi avisado."),
    )

    def verb(form: ReasonForm) -> object:
        return refuse(file, reason=form.cleaned_data["reason"], by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, ReasonForm(typed(request)), verb)


@require_POST
@office("external.check")
def judge_again(request: OfficeRequest, number: str, contract: int, external: int) -> HttpResponse:
    """Has a file judged whose judging came to no end."""
    file = _file_of(request, sale_of(request, number), contract, external)
    words = _("Conferência pedida: o resultado aparece aqui em alguns segundos.")
    done(request, lambda: ask_again(file, by=request.scope.member, at=timezone.now()), words)
    return go(request, "external", number, contract, external)


@require_safe
@office("sale.see")
def external_file(request: OfficeRequest, number: str, contract: int, external: int) -> HttpResponseBase:
    """The file untouched, as it came."""
    file = _file_of(request, sale_of(request, number), contract, external)
    return hand_over(request, file.document, f"contrato-assinado-{number}-{contract}-{external}.pdf")


@require_safe
@office("sale.see")
def external_picture(request: OfficeRequest, number: str, contract: int, external: int, page: int) -> HttpResponse:
    """One page of it as a picture."""
    file = _file_of(request, sale_of(request, number), contract, external)
    return show_page(file.document, page, request.GET.get("w", ""))


def _pairs(request: OfficeRequest, number: str, file: ExternalFile) -> list[Pages]:
    left, signed = contract_pages(request, number, file.contract), file.document
    right = [
        f"{place(request, 'external_picture', number, file.contract_id, file.pk, page)}?w=800&v={signed.sha256[:8]}"
        for page in range(1, signed.pages + 1)
    ]
    return [Pages(at, *pair) for at, pair in enumerate(zip_longest(left, right, fillvalue=""), 1)]
