"""The files that go with a draft."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.proposals.attaching import attach_file, remove_attachment
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import done, form_page, take_files, typed
from aceite.faces.office.forms.attachments import AttachmentsForm
from aceite.faces.office.places import go, place, sale_of


@require_http_methods(["GET", "HEAD", "POST"])
@office("proposal.edit")
def attachments(request: OfficeRequest, number: str) -> HttpResponse:
    """Add files; those already there stay whatever happens to a new one."""
    sale = sale_of(request, number)
    form = AttachmentsForm(typed(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        take_files(form, "added", partial(attach_file, sale, by=request.scope.member, at=timezone.now()))
        if not form.errors:
            messages.success(request, _("Anexos incluídos."))
            return go(request, "edit_sale", sale.number)
    found = sale.current.attachments.select_related("document") if sale.current else []
    return form_page(
        request, "office/sales/attachments.html", form, sale=sale, attachments=found,
        back_url=place(request, "edit_sale", sale.number),
    )  # fmt: skip


@require_POST
@office("proposal.edit")
def remove_file(request: OfficeRequest, number: str, attachment: int) -> HttpResponse:
    """Take a file out of the draft."""
    sale = sale_of(request, number)
    found = sale.current.attachments.filter(pk=attachment).first() if sale.current else None
    if found is None:
        raise Http404
    done(request, lambda: remove_attachment(found, by=request.scope.member, at=timezone.now()), _("Anexo removido."))
    return go(request, "attachments", sale.number)
