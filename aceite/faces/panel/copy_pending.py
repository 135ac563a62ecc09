"""Before a copy is sent: what was read on its pages, what is missing, and the files that can still be changed."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.contracts.copy_reading import collation_of, is_read
from aceite.core.contracts.models import Contract, CopyFile, CopyPage, PendingCopy
from aceite.core.contracts.pending import discard, drop_file, may_send_unread, prepare_copy, send_copy
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.copies import files_of_form, refuse_files
from aceite.faces.panel.forms.copies import MoreFilesForm, SendForm
from aceite.faces.panel.reading import Shown, contract_of, wants_copy
from aceite.faces.panel.refusing import beside, status_of
from aceite.faces.ui.files import photo_answer
from aceite.faces.ui.origin import origin_of
from aceite.faces.ui.sheets import sheets_shown, verdict_of
from aceite.kit.codes import new_nonce


@dataclass(frozen=True)
class Prepared:
    """What she prepared for one contract, with its files and what was read on them."""

    sale: Shown
    contract: Contract
    pending: PendingCopy
    files: list[CopyFile]

    @property
    def read(self) -> bool:
        """Whether all pages were looked at."""
        return is_read(self.files)

    @property
    def welcome(self) -> bool:
        """Whether a copy is still asked for: the version stands, and no other copy came meanwhile."""
        return self.sale.goes_on and wants_copy(self.contract)

    @property
    def progress(self) -> tuple[int, int]:
        """How many pages were looked at, of how many."""
        done = sum(len(file.pages.all()) for file in self.files)
        return done, sum(max(file.document.pages, 1) for file in self.files)


def _prepared(request: PanelRequest, number: str, pk: int) -> Prepared | None:
    sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    pending = request.scope.pending_copies.filter(contract=contract).first()
    if pending is None:
        return None
    return Prepared(sale, contract, pending, list(pending.files.all()))


def _to_copy(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    return redirect(request.scope.url("copy", number, pk))


def _to_pending(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    return redirect(request.scope.url("pending_copy", number, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@panel("copy.upload")
def pending_copy(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """The pages as they were read; posting sends them. Where no copy is asked for any more, the way back."""
    found = _prepared(request, number, pk)
    if found is None:
        return _to_copy(request, number, pk)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _send(request, found, form):
        messages.success(request, _("Via enviada. Obrigado: os arquivos foram guardados como você mandou."))
        return redirect(request.scope.url("proposal", number))
    return _page(request, found, form, MoreFilesForm(initial={"key": new_nonce()}))


@require_POST
@panel("copy.upload")
def more_files(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """Add pages to what is there."""
    found = _prepared(request, number, pk)
    if found is None:
        return _to_copy(request, number, pk)
    form = MoreFilesForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            given = form.cleaned_data
            prepare_copy(
                found.contract, files_of_form(given["pages"]), key=given["key"], by=request.scope.person,
                at=timezone.now(),
            )  # fmt: skip
            return _to_pending(request, number, pk)
        except Refusal as refusal:
            refuse_files(form, refusal)
    return _page(request, found, SendForm(), form)


@require_POST
@panel("copy.upload")
def drop(request: PanelRequest, number: str, pk: int, file: int) -> HttpResponse:
    """Take one file out."""
    found = _prepared(request, number, pk)
    chosen = next((one for one in found.files if one.pk == file), None) if found else None
    if found is not None and chosen is not None:
        drop_file(found.pending, chosen, by=request.scope.person, at=timezone.now())
    return _to_pending(request, number, pk)


@require_POST
@panel("copy.upload")
def discard_copy(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """Forget what was prepared and begin anew."""
    found = _prepared(request, number, pk)
    if found is not None:
        discard(found.pending, by=request.scope.person, at=timezone.now())
        messages.info(request, _("Os arquivos escolhidos foram descartados. Nada foi enviado."))
    return _to_copy(request, number, pk)


@require_safe
@panel("copy.upload")
def sheet(request: PanelRequest, number: str, pk: int, page: int) -> HttpResponseBase:
    """The picture of one page she prepared or sent, upright and without what its camera noted; narrower with `?w=`."""
    _sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    found = request.scope.copy_pages(contract).filter(pk=page).select_related("served").first()
    if found is None or found.served is None:
        raise Http404
    return photo_answer(request, found.served, at=timezone.now())


def _send(request: PanelRequest, found: Prepared, form: SendForm) -> bool:
    try:
        send_copy(
            found.pending, note=form.cleaned_data["note"], by=request.scope.person, origin=origin_of(request),
            at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        beside(form, refusal)
        return False
    return True


def _page(request: PanelRequest, found: Prepared, form: SendForm, more: MoreFilesForm) -> HttpResponse:
    scope, number, pk = request.scope, found.sale.number, found.contract.pk
    collation = collation_of(found.contract, found.files)

    def url(page: CopyPage) -> str:
        return scope.url("copy_sheet", number, pk, page.pk)

    done, pages = found.progress
    context = {
        "sale": found.sale,
        "contract": found.contract,
        "files": found.files,
        "read": found.read,
        "done": done,
        "pages": pages,
        "sheets": sheets_shown(collation, found.files, url) if found.read else [],
        "verdict": verdict_of(collation) if found.read else None,
        "all_right": found.welcome and found.read and collation.all_right,
        "welcome": found.welcome,
        "may_send_unread": may_send_unread(found.pending, timezone.now()),
        "form": form,
        "more": more,
    }
    return render(request, "panel/copy_pending.html", context, status=max(status_of(form), status_of(more)))
