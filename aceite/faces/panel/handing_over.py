"""Passing on one's place among the signers: to whom, and, where the contract names her, asking for a new version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.contracts.handing_over import NotHandedOver, hand_over
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.replacing import NamedInDocument
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.questions import ask
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.forms.handing_over import HandOverForm
from aceite.faces.panel.reading import Shown, contract_of, place_of, to_sign
from aceite.faces.panel.refusing import told


@require_http_methods(["GET", "HEAD", "POST"])
@panel("signer.hand_over")
def hand_over_page(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """A colleague to choose, and the one button; who has no place to pass on is told and led back."""
    scope = request.scope
    sale, found = contract_of(scope, number, pk, at=timezone.now())
    place = place_of(found, scope)
    if place is None or not found.hand_over or not to_sign(found, scope, in_turn=False) or not sale.is_open:
        messages.info(request, _why_not(found, place))
        return redirect(scope.url("proposal", number))
    named = [one.panel_user_id for one in found.signers.all()]
    people = scope.signers_for(sale.proposal).exclude(pk__in=named)
    form = HandOverForm(request.POST if request.method == "POST" else None, people=people)
    names_her = False
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            if "new_version" in request.POST:
                return _asked(request, sale, found, person)
            hand_over(place, person, by=scope.person, at=timezone.now())
        except NamedInDocument:
            names_her = True
        except Refusal as refusal:
            form.add_error("person", told(refusal))
        else:
            return _done(request, sale, found, person)
    context = {"sale": sale, "contract": found, "form": form, "names_her": names_her, "people": people}
    status = 409 if names_her else 422 if form.errors else 200
    return render(request, "panel/hand_over.html", context, status=status)


def _why_not(found: Contract, place: Signer | None) -> str:
    if place is None:
        return _("Quem assina este contrato agora é outra pessoa.")
    if not found.hand_over:
        return str(NotHandedOver.sentence)
    return _("A sua vez neste contrato não pode mais ser passada. Nada foi mudado.")


def _done(request: PanelRequest, sale: Shown, found: Contract, person: PanelUser) -> HttpResponse:
    said = {"name": person.name, "title": found.title}
    messages.success(request, _("%(name)s assina “%(title)s” no seu lugar e já foi avisado(a) por e-mail.") % said)
    return redirect(request.scope.url("proposal", sale.number))


def _asked(request: PanelRequest, sale: Shown, found: Contract, person: PanelUser) -> HttpResponse:
    said = {"new": person.name, "me": request.scope.person.name, "title": found.title}
    words = _("Quem deve assinar “%(title)s” é %(new)s, no lugar de %(me)s. Peço uma nova versão do contrato.") % said
    ask(sale.proposal, words, by=request.scope.person, at=timezone.now())
    messages.success(request, _("Pedido enviado. A nova versão chega por e-mail; até lá, nada foi mudado."))
    return redirect(request.scope.url("proposal", sale.number) + "#perguntas")
