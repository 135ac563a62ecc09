"""The queue of signed copies to check: one after the other, page beside page, by keyboard; the next opens by itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.contracts.claiming import claim_copy
from aceite.core.contracts.copies import accept_copy, refuse_copy
from aceite.core.contracts.models import SignedCopy, SignedCopyQuerySet
from aceite.core.contracts.refusal_reasons import refusal_reasons
from aceite.core.contracts.witnessing import asks_witnesses
from aceite.core.proposals.models import Proposal
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import accepted, form_page
from aceite.faces.office.comparing import compared
from aceite.faces.office.contracts import register_tabs
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.copies import RefuseForm, WitnessesForm
from aceite.faces.office.places import go, place

SHOWN: Final = 100
# So many of the queue are tried when colleagues take them in the same second.
TRIED: Final = 5


@require_safe
@office("sale.see")
def copy_queue(request: OfficeRequest) -> HttpResponse:
    """What waits to be checked, and who is checking what."""
    at, waiting = timezone.now(), _waiting(request, timezone.now())
    rows = list(waiting.with_sheet()[:SHOWN])
    context = {
        # What was sent is answered also where no contracts are made any more.
        "tabs": register_tabs(request, "copies") if request.scope.company.uses_contracts else [],
        "rows": [(copy, sale_of(copy), copy.held_by(at)) for copy in rows],
        "left": len(rows) if len(rows) < SHOWN else waiting.count(),
        "may_check": request.scope.may("copy.check"),
    }
    return render(request, "office/copies/queue.html", context)


@require_POST
@office("copy.check")
def begin_checking(request: OfficeRequest) -> HttpResponse:
    """Opens the copy that has waited longest and that no colleague has open."""
    return _next(request, None)


@require_safe
@office("sale.see")
def checking(request: OfficeRequest, pk: int) -> HttpResponse:
    """One copy of the queue; what was answered meanwhile is shown at its sale."""
    copy = _copy_of(request, pk)
    if not _waiting(request, timezone.now()).filter(pk=pk).exists():
        messages.info(request, copy.answer_words or _("Esta via já não espera conferência: veja a venda."))
        return go(request, "copy", sale_of(copy).number, copy.contract_id, copy.pk)
    return _page(request, copy)


@require_http_methods(["GET", "HEAD", "POST"])
@office("copy.check")
def hold_copy(request: OfficeRequest, pk: int) -> HttpResponse:
    """Says that this member is checking it; with `take`, in a colleague's place. Read, it only tells who is."""
    copy = _copy_of(request, pk)
    if request.method != "POST":
        return render(request, "office/copies/holder.html", _holding(request, copy))
    held = claim_copy(copy, take_over="take" in request.POST, by=request.scope.member, at=timezone.now())
    if request.headers.get("HX-Request"):
        return render(request, "office/copies/holder.html", _holding(request, held))
    return go(request, "checking", pk)


@require_POST
@office("copy.check")
def accept_checked(request: OfficeRequest, pk: int) -> HttpResponse:
    """The copy counts as the signed contract, and the next one opens."""
    copy = _copy_of(request, pk)
    form = WitnessesForm(request.POST) if asks_witnesses(copy.contract) else OfficeForm(request.POST)

    def act() -> SignedCopy:
        named = form.witnesses() if isinstance(form, WitnessesForm) else ()
        return accept_copy(copy, witnesses=named, by=request.scope.member, at=timezone.now())

    return _answered(request, copy, form, act, _("Via aceita."), {"witnesses_form": form})


@require_POST
@office("copy.check")
def refuse_checked(request: OfficeRequest, pk: int) -> HttpResponse:
    """The copy goes back to the customer with a reason, and the next one opens."""
    copy = _copy_of(request, pk)
    form = RefuseForm(request.POST, reasons=refusal_reasons(request.scope.company))

    def act() -> SignedCopy:
        return refuse_copy(copy, reason=form.words(), by=request.scope.member, at=timezone.now())

    return _answered(request, copy, form, act, _("Via recusada; o cliente foi avisado."), {"refuse_form": form})


def sale_of(copy: SignedCopy) -> Proposal:
    """The sale whose contract it stands for; the copy comes with its sheet."""
    assert copy.contract.version is not None
    return copy.contract.version.proposal


def _waiting(request: OfficeRequest, at: datetime) -> SignedCopyQuerySet:
    """Those of the sales in this member's lists that wait to be checked, the longest waiting first."""
    return request.scope.listed_copies.to_check(at).in_turn()


def _copy_of(request: OfficeRequest, pk: int) -> SignedCopy:
    found = request.scope.listed_copies.with_sheet().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _answered(
    request: OfficeRequest,
    copy: SignedCopy,
    form: OfficeForm,
    act: Callable[[], SignedCopy],
    words: str,
    shown: dict[str, OfficeForm],
) -> HttpResponse:
    if form.is_valid() and accepted(form, act):
        messages.success(request, words)
        return _next(request, copy)
    still = _waiting(request, timezone.now()).filter(pk=copy.pk).exists()
    if form.refusal is not None and not still:
        # A colleague was quicker, or the sale went on: nothing typed here is of use any more.
        messages.warning(request, str(form.refusal.sentence))
        return _next(request, copy)
    held = claim_copy(copy, by=request.scope.member, at=timezone.now())
    return _page(request, held, form, **shown)


def _next(request: OfficeRequest, answered: SignedCopy | None) -> HttpResponse:
    at, member = timezone.now(), request.scope.member
    waiting = _waiting(request, at)
    free = waiting.free_for(member, at).with_sheet()
    later = list(free.after(answered)[:TRIED]) if answered else []
    for copy in [*later, *free[:TRIED]]:
        if claim_copy(copy, by=member, at=at).claimed_by_id == member.pk:
            return go(request, "checking", copy.pk)
    if waiting.exists():
        messages.info(request, _("As vias que faltam estão abertas com colegas."))
    return go(request, "copy_queue")


def _page(
    request: OfficeRequest, copy: SignedCopy, failed: OfficeForm | None = None, **forms: OfficeForm
) -> HttpResponse:
    waiting, sale = _waiting(request, timezone.now()), sale_of(copy)
    files = list(copy.files.select_related("document").prefetch_related("pages"))
    earlier, later = waiting.before(copy), waiting.after(copy)
    context = {
        "sale": sale, "copy": copy, "contract": copy.contract, "files": files,
        "compared": compared(request, sale, copy, files),
        "asks_witnesses": asks_witnesses(copy.contract), "witnesses": [],
        "witnesses_form": WitnessesForm(), "refuse_form": RefuseForm(reasons=refusal_reasons(request.scope.company)),
        "position": earlier.count() + 1, "left": waiting.count(),
        "previous": earlier.reverse().values_list("pk", flat=True).first(),
        "next": later.values_list("pk", flat=True).first(),
        "bound_url": place(request, "bound_copy", sale.number, copy.contract_id, copy.pk) if copy.bound else "",
        **_holding(request, copy), **forms,
    }  # fmt: skip
    return form_page(request, "office/copies/checking.html", failed or OfficeForm(), **context)


def _holding(request: OfficeRequest, copy: SignedCopy) -> dict[str, object]:
    holder = copy.held_by(timezone.now())
    mine = holder is not None and holder.pk == request.scope.member.pk
    may_check = request.scope.may("copy.check")
    return {"copy": copy, "mine": mine, "colleague": None if mine else holder, "may_check": may_check}
