"""The customer needs longer to answer: a day, a word if she likes, and one act."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.proposals.states import State
from aceite.core.sales.extending import last_valid_day
from aceite.core.sales.more_time import CAN_BE_GIVEN, ask_for_time, time_asked
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.forms.answers import MoreTimeForm
from aceite.faces.panel.reading import shown
from aceite.faces.panel.refusing import beside, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@panel("time.ask")
def more_time(request: PanelRequest, number: str) -> HttpResponse:
    """Ask for more time."""
    at = timezone.now()
    sale = shown(request.scope, number, at=at)
    form = MoreTimeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" and sale.state not in CAN_BE_GIVEN:
        return redirect(request.scope.url("proposal", number))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            ask_for_time(sale.proposal, typed["until"], typed["text"], by=request.scope.person, at=at)
        except Refusal as refusal:
            beside(form, refusal)
        else:
            seller = {"seller": sale.proposal.seller.name}
            messages.success(request, _("Pedido enviado. Quando %(seller)s responder, avisamos por e-mail.") % seller)
            return redirect(request.scope.url("proposal", number))
    holds, asked = last_valid_day(sale.proposal), time_asked(sale.proposal, at=at)
    over = sale.state == State.EXPIRED
    context = {"sale": sale, "form": form, "holds": holds, "over": over, "asked": asked}
    return render(request, "panel/more_time.html", context, status=status_of(form))
