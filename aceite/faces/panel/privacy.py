"""One's own data: a copy to take away at once, and the request to be erased, which the company answers."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aceite.core.privacy.models import RequestKind
from aceite.core.privacy.plans import plan_for
from aceite.core.privacy.requesting import ask_erasure, herself, order_export
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.files import download
from aceite.faces.ui.privacy import copy_at_hand, copy_under_way, plan_shown


@require_safe
@panel("privacy.ask")
def privacy(request: PanelRequest) -> HttpResponse:
    """What she can ask, and how it stands."""
    at, subject = timezone.now(), herself(request.scope.person)
    asked = list(request.scope.data_requests)
    copies = [each for each in asked if each.kind == RequestKind.EXPORT]
    context = {
        "plan": plan_shown(plan_for(subject, at=at)),
        "copy": copy_at_hand(copies, at),
        "copy_under_way": copy_under_way(copies),
        "erasure": next((each for each in asked if each.kind == RequestKind.ERASURE), None),
    }
    return render(request, "panel/privacy.html", context)


@require_POST
@panel("privacy.ask")
def copy(request: PanelRequest) -> HttpResponse:
    """Has the copy made."""
    person = request.scope.person
    order_export(herself(person), by=person, at=timezone.now())
    messages.success(request, _("Sua cópia está sendo preparada. Ela aparece aqui em instantes."))
    return redirect(request.scope.url("privacy"))


@require_POST
@panel("privacy.ask")
def erasure(request: PanelRequest) -> HttpResponse:
    """Asks the company to erase her data."""
    try:
        ask_erasure(request.scope.person, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        company = {"company": request.scope.company.trade_name}
        messages.success(request, _("Pedido enviado. %(company)s responde em até 15 dias.") % company)
    return redirect(request.scope.url("privacy"))


@require_safe
@panel("privacy.ask")
def copy_file(request: PanelRequest) -> HttpResponseBase:
    """The newest copy at hand."""
    asked = request.scope.data_requests.at_hand(timezone.now()).select_related("file").first()
    if asked is None:
        raise Http404
    answer = download(request, asked.file, _("meus-dados") + ".zip")
    answer["Cache-Control"] = "private, no-store"
    return answer
