"""The way on paper: print D, sign it, and choose photos or a PDF of it; what was read is shown before it is sent."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.contracts.copies import BadCopy, UploadedFile
from aceite.core.contracts.models import Contract
from aceite.core.contracts.pending import prepare_copy
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel import files
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.changes import sent_to_changes
from aceite.faces.panel.forms.copies import CopyForm
from aceite.faces.panel.reading import SIGNED_ON_PAPER, Shown, contract_of, contract_state, wants_copy
from aceite.faces.panel.refusing import beside
from aceite.faces.panel.seeing import note_view
from aceite.faces.ui.forms import Form
from aceite.faces.ui.uploads import UploadedPage
from aceite.kit.codes import new_nonce


@require_http_methods(["GET", "HEAD", "POST"])
@panel("copy.upload")
def copy(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """What was sent so far with the vendor's answer, and the form for another copy while one is welcome."""
    scope = request.scope
    sale, contract = contract_of(scope, number, pk, at=timezone.now())
    if contract.requirement not in SIGNED_ON_PAPER:
        raise Http404
    welcome = sale.goes_on and wants_copy(contract)
    if request.method != "POST" and welcome and (elsewhere := sent_to_changes(request, sale)) is not None:
        return elsewhere
    if request.method != "POST" and welcome and scope.pending_copies.filter(contract=contract).exists():
        # What she chose before waits for her, whenever she comes back.
        return redirect(scope.url("pending_copy", number, pk))
    form = CopyForm(request.POST, request.FILES) if request.method == "POST" else CopyForm(initial={"key": new_nonce()})
    if request.method == "POST" and form.is_valid() and (prepared := _prepare(request, sale, contract, form)):
        return prepared
    context = {
        "sale": sale,
        "contract": contract,
        "state": contract_state(contract, goes_on=sale.goes_on),
        "copies": contract.copies.all(),
        "form": form,
        "welcome": bool(form.errors) or welcome,
    }
    return render(request, "panel/copy.html", context, status=422 if form.errors else 200)


@require_safe
@panel("copy.upload")
def copy_file(request: PanelRequest, number: str, pk: int, file: int) -> HttpResponseBase:
    """A file she sent, untouched."""
    _sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    sent = [one for sent_copy in contract.copies.all() for one in sent_copy.files.all()]
    wanted = next((one for one in sent if one.pk == file), None)
    if wanted is None:
        raise Http404
    return files.download(request, wanted.document, wanted.name)


def files_of_form(pages: Sequence[UploadedPage]) -> list[UploadedFile]:
    """What the verb takes of the form's list of files."""
    return [UploadedFile(page.file.name or "", page.file.read(), page.rotation) for page in pages]


def refuse_files(form: Form, refusal: Refusal) -> None:
    """Shows a refusal of what was to be prepared: of a file beside the list, with its name."""
    if isinstance(refusal, BadCopy) and refusal.file and refusal.file not in str(refusal):
        form.add_error("pages", f"“{refusal.file}”: {refusal}")
    else:
        beside(form, refusal, field="pages" if isinstance(refusal, BadCopy) else "")


def _prepare(request: PanelRequest, sale: Shown, contract: Contract, form: CopyForm) -> HttpResponse | None:
    typed = form.cleaned_data
    note_view(request, sale, at=timezone.now())
    try:
        chosen = files_of_form(typed["pages"])
        prepare_copy(contract, chosen, key=typed["key"], by=request.scope.person, at=timezone.now())
    except Refusal as refusal:
        refuse_files(form, refusal)
        return None
    return redirect(request.scope.url("pending_copy", sale.number, contract.pk))
