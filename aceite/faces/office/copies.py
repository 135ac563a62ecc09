"""A signed copy beside the contract it stands for, page by page; accepted, or refused with a reason."""

from dataclasses import dataclass
from itertools import zip_longest

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.contracts.copies import accept_copy as accept
from aceite.core.contracts.copies import refuse_copy as refuse
from aceite.core.contracts.models import CopyFile, SignedCopy
from aceite.core.contracts.states import CopyState
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import MOVES
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.acting import Act, act_page
from aceite.faces.office.answers import done, typed
from aceite.faces.office.forms.acts import ReasonForm
from aceite.faces.office.places import go, place, sale_of
from aceite.faces.office.sale_files import hand_over, show_page

PDF = "application/pdf"
PREPARING = "#"


@dataclass(frozen=True)
class Pair:
    """A page of the contract and the page of the copy that should match it; either may be missing."""

    number: int
    contract_url: str
    copy_url: str

    @property
    def preparing(self) -> bool:
        """Whether the worker has not made the picture of this page yet."""
        return self.copy_url == PREPARING


def _copy_of(request: OfficeRequest, sale: Proposal, contract: int, pk: int) -> SignedCopy:
    found = request.scope.copies.in_sale(sale).filter(contract_id=contract, pk=pk)
    copy = found.select_related("contract__document", "uploaded_by", "checked_by").first()
    if copy is None:
        raise Http404
    return copy


def _pages(request: OfficeRequest, sale: Proposal, copy: SignedCopy) -> list[str]:
    """The addresses of the copy's pages as pictures, in the customer's order."""
    urls: list[str] = []
    for file in copy.files.select_related("document", "served"):
        url = place(request, "copy_picture", sale.number, copy.contract_id, copy.pk, file.pk)
        shown = file.served or file.document
        if shown.content_type != PDF and file.served is None:
            urls.append(PREPARING)
            continue
        pages = shown.pages if shown.content_type == PDF else 1
        urls += [f"{url}?p={page}&v={shown.sha256[:8]}" for page in range(1, max(pages, 1) + 1)]
    return urls


@require_safe
@office("sale.see")
def copy(request: OfficeRequest, number: str, contract: int, copy: int) -> HttpResponse:
    """The comparison."""
    sale = sale_of(request, number)
    found = _copy_of(request, sale, contract, copy)
    document = found.contract.document
    counts = found.contract.version_id == sale.current_id
    goes_on = counts and MOVES.find("copy.check", sale.state_at(timezone.now())) is not None
    originals = [
        f"{place(request, 'contract_picture', number, contract, page)}?w=800&v={document.sha256[:8]}"
        for page in range(1, document.pages + 1)
    ] if document else []  # fmt: skip
    pairs = zip_longest(originals, _pages(request, sale, found), fillvalue="")
    context = {
        "sale": sale, "copy": found, "contract": found.contract,
        "pairs": [Pair(i, left, right) for i, (left, right) in enumerate(pairs, 1)],
        "goes_on": goes_on,
        "open": goes_on and found.state == CopyState.TO_CHECK and request.scope.may("copy.check"),
        "files": list(found.files.select_related("document")),
        "sale_url": place(request, "sale", number),
        "accept_url": place(request, "accept_copy", number, contract, found.pk),
        "refuse_url": place(request, "refuse_copy", number, contract, found.pk),
    }  # fmt: skip
    return render(request, "office/sales/copy.html", context)


@require_POST
@office("copy.check")
def accept_copy(request: OfficeRequest, number: str, contract: int, copy: int) -> HttpResponse:
    """The copy counts as the signed contract."""
    sale = sale_of(request, number)
    found = _copy_of(request, sale, contract, copy)
    done(request, lambda: accept(found, by=request.scope.member, at=timezone.now()), _("Via aceita."))
    return go(request, "sale", sale.number)


@require_http_methods(["GET", "HEAD", "POST"])
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

    def verb(form: ReasonForm) -> object:
        return refuse(found, reason=form.cleaned_data["reason"], by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, ReasonForm(typed(request)), verb)


def _file_of(request: OfficeRequest, number: str, contract: int, copy: int, file: int) -> CopyFile:
    found = _copy_of(request, sale_of(request, number), contract, copy)
    chosen = found.files.select_related("document", "served").filter(pk=file).first()
    if chosen is None:
        raise Http404
    return chosen


@require_safe
@office("sale.see")
def copy_file(request: OfficeRequest, number: str, contract: int, copy: int, file: int) -> HttpResponseBase:
    """The file untouched, as the customer sent it."""
    chosen = _file_of(request, number, contract, copy, file)
    return hand_over(request, chosen.document, chosen.name)


@require_safe
@office("sale.see")
def copy_picture(request: OfficeRequest, number: str, contract: int, copy: int, file: int) -> HttpResponseBase:
    """One page of the copy as a picture: of a PDF its page, of a photo the copy made for looking."""
    chosen = _file_of(request, number, contract, copy, file)
    if chosen.document.content_type == PDF:
        page = request.GET.get("p", "1")
        return show_page(chosen.served or chosen.document, int(page) if page.isdecimal() else 1, "800")
    if chosen.served is None:
        raise Http404
    answer = hand_over(request, chosen.served, chosen.name)
    answer["Content-Disposition"] = "inline"
    return answer
