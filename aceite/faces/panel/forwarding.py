"""Handing the proposal on to who decides: a colleague with the right, or somebody the vendor is asked to let in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.sales.forwarding import forward
from aceite.core.sales.letting_in import ask_to_let_in
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.forms.forwarding import AskAccessForm, ForwardForm
from aceite.faces.panel.reading import shown
from aceite.faces.panel.refusing import beside, status_of
from aceite.faces.panel.seeing import note_view


@require_http_methods(["GET", "HEAD", "POST"])
@panel("proposal.forward")
def forward_page(request: PanelRequest, number: str) -> HttpResponse:
    """A colleague who may approve, a word to her, one button."""
    scope, at = request.scope, timezone.now()
    sale = shown(scope, number, at=at)
    people = scope.approvers(sale.proposal).within_reach().exclude(pk=scope.person.pk)
    form = ForwardForm(request.POST if request.method == "POST" else None, people=people)
    if request.method != "POST" and not sale.is_open:
        return redirect(scope.url("proposal", number))
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            is_new = forward(sale.proposal, person, form.cleaned_data["text"], by=scope.person, at=at)
        except Refusal as refusal:
            beside(form, refusal)
        else:
            note_view(request, sale, at=at)
            words = _("%(name)s recebe um e-mail com a proposta e o seu recado.")
            again = _("%(name)s já foi avisado(a) hoje desta versão. Nenhum outro e-mail foi enviado.")
            messages.success(request, (words if is_new else again) % {"name": person.name})
            return redirect(scope.url("proposal", number))
    context = {"sale": sale, "form": form, "people": people}
    return render(request, "panel/forward.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@panel("access.ask")
def ask_access(request: PanelRequest, number: str) -> HttpResponse:
    """Name and address of who decides; what became of this person's other requests stands below."""
    scope, at = request.scope, timezone.now()
    sale = shown(scope, number, at=at)
    form = AskAccessForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" and not sale.is_open:
        return redirect(scope.url("proposal", number))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            ask_to_let_in(sale.proposal, typed["name"], typed["email"], typed["text"], by=scope.person, at=at)
        except Refusal as refusal:
            beside(form, refusal)
        else:
            note_view(request, sale, at=at)
            said = {"company": scope.company.trade_name}
            messages.success(request, _("Pedido enviado. %(company)s confere e decide, e avisamos por e-mail.") % said)
            return redirect(scope.url("proposal", number))
    asked = sale.proposal.access_requests.with_people().filter(asked_by=scope.person)
    return render(
        request, "panel/ask_access.html", {"sale": sale, "form": form, "asked": asked}, status=status_of(form)
    )
