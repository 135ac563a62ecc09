"""The way on paper: print D, sign it, and send photos or a PDF of it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.contracts.copies import BadCopy, UploadedFile, upload_copy
from aceite.core.contracts.models import Contract
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel import files
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.forms.copies import CopyForm
from aceite.faces.panel.reading import SIGNED_ON_PAPER, Shown, contract_of, contract_state, wants_copy
from aceite.faces.panel.refusing import told
from aceite.faces.panel.seeing import note_view
from aceite.faces.ui.origin import origin_of
from aceite.kit.codes import new_nonce


@require_http_methods(["GET", "HEAD", "POST"])
@panel("copy.upload")
def copy(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """What was sent so far with the vendor's answer, and the form for another copy while one is welcome."""
    scope = request.scope
    sale, contract = contract_of(scope, number, pk, at=timezone.now())
    if contract.requirement not in SIGNED_ON_PAPER:
        raise Http404
    form = CopyForm(request.POST, request.FILES) if request.method == "POST" else CopyForm(initial={"key": new_nonce()})
    if request.method == "POST" and form.is_valid() and (done := _upload(request, sale, contract, form)):
        return done
    context = {
        "sale": sale,
        "contract": contract,
        "state": contract_state(contract, goes_on=sale.goes_on),
        "copies": contract.copies.all(),
        "form": form,
        "welcome": bool(form.errors) or (sale.goes_on and wants_copy(contract)),
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


def _upload(request: PanelRequest, sale: Shown, contract: Contract, form: CopyForm) -> HttpResponse | None:
    typed = form.cleaned_data
    note_view(request, sale, at=timezone.now())
    sent = [UploadedFile(page.file.name or "", page.file.read(), page.rotation) for page in typed["pages"]]
    try:
        upload_copy(
            contract,
            sent,
            key=typed["key"],
            note=typed["note"],
            by=request.scope.person,
            origin=origin_of(request),
            at=timezone.now(),
        )
    except BadCopy as refusal:
        named = refusal.file and refusal.file not in str(refusal)
        form.add_error("pages", f"“{refusal.file}”: {refusal}" if named else told(refusal))
        return None
    except Refusal as refusal:
        form.add_error(None, told(refusal))
        return None
    messages.success(request, _("Via enviada. Obrigado: os arquivos foram guardados como você mandou."))
    return redirect(request.scope.url("proposal", sale.number))
