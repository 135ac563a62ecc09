"""A copy that came on paper, registered by the vendor: a scan, how it came and when, and who says so."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.contracts.by_post import Received, register_copy
from aceite.core.contracts.copy_files import BadCopy, UploadedFile
from aceite.core.contracts.models import Contract, SignedCopy
from aceite.core.trail.refusals import Unfit
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import attempt, form_page
from aceite.faces.office.forms.copies import RegisterForm
from aceite.faces.office.places import go, place, sale_of
from aceite.faces.ui.origin import origin_of
from aceite.kit.codes import new_nonce


@require_http_methods(["GET", "HEAD", "POST"])
@office("copy.register", contracts=True)
def new_copy(request: OfficeRequest, number: str, contract: int) -> HttpResponse:
    """Register it; then it is checked like any other, at once or by somebody else."""
    sale = sale_of(request, number)
    rows = request.scope.contracts.in_sale(sale).frozen().select_related("version__proposal", "company", "document")
    found = rows.filter(pk=contract).first()
    if found is None or not found.asks_paper:
        raise Http404
    today = timezone.now().astimezone(request.scope.company.tz).date()
    initial = {"key": new_nonce(), "arrived_on": today}
    form = RegisterForm(request.POST, request.FILES) if request.method == "POST" else RegisterForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        made = attempt(form, lambda: _register(request, found, form, at))
        if made is not None and made.uploaded_at != at:
            messages.info(request, _("Esta via já tinha sido registrada com os mesmos arquivos: é esta."))
            return go(request, "copy", number, found.pk, made.pk)
        if made is not None:
            messages.success(request, _("Via registrada. Confira as páginas e aceite-a, ou deixe para outra pessoa."))
            return go(request, "copy", number, found.pk, made.pk)
    return form_page(
        request, "office/sales/register_copy.html", form, sale=sale, contract=found,
        back_url=place(request, "sale", number),
    )  # fmt: skip


def _register(request: OfficeRequest, contract: Contract, form: RegisterForm, at: datetime) -> SignedCopy:
    given = form.cleaned_data
    files = [UploadedFile(page.file.name or "", page.file.read(), page.rotation) for page in given["pages"]]
    received = Received(given["arrival"], given["arrived_on"], given["note"])
    try:
        return register_copy(
            contract, files, received, key=given["key"], by=request.scope.member, origin=origin_of(request), at=at
        )  # fmt: skip
    except BadCopy as refusal:
        named = refusal.file and refusal.file not in str(refusal)
        raise Unfit("pages", f"“{refusal.file}”: {refusal}" if named else str(refusal)) from refusal
