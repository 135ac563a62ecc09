"""Passing on one's place among the signers: to whom, and, where the contract names her, asking for a new version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.contracts.handing_over import ChosenByAnother, NotHandedOver, hand_over
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.replacing import NamedInDocument
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import CodePurpose
from aceite.core.proposals.questions import ask
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.forms.handing_over import HandOverForm
from aceite.faces.panel.proving import Bound, proof, prove
from aceite.faces.panel.reading import Shown, contract_of, passes_on, place_of
from aceite.faces.panel.refusing import beside
from aceite.faces.ui.sessions import factors_of


@require_http_methods(["GET", "HEAD", "POST"])
@panel("signer.hand_over")
def hand_over_page(request: PanelRequest, number: str, pk: int) -> HttpResponse:
    """A colleague to choose, and the one button; who has no place to pass on is told and led back.

    TRUST, *The act*: like an answer it needs a session that proved its person in the last 12 hours.
    """
    scope, at = request.scope, timezone.now()
    sale, found = contract_of(scope, number, pk, at=at)
    place = place_of(found, scope)
    if place is None or not passes_on(found, sale, scope):
        messages.info(request, _why_not(found, place))
        return redirect(scope.url("proposal", number))
    named = [one.panel_user_id for one in found.signers.all()]
    people = scope.signers_for(sale.proposal).exclude(pk__in=named)
    form = HandOverForm(request.POST if request.method == "POST" else None, people=people)
    names_her, bound = False, Bound(sale.version.bundle_sha256, CodePurpose.HAND_OVER)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            if "new_version" in request.POST and scope.may("question.ask"):
                return _asked(request, sale, found, person)
            if prove(request, form, bound, at=at):
                hand_over(place, person, factors=factors_of(request, at=at), by=scope.person, at=at)
                return _done(request, sale, found, person)
        except NamedInDocument:
            names_her = True
        except Refusal as refusal:
            beside(form, refusal, field="person")
    # Optional only for a session that is proved already.
    form.fields["code"].required = True
    context = {
        "sale": sale,
        "contract": found,
        "form": form,
        "names_her": names_her,
        "people": people,
        "may_ask": scope.may("question.ask"),
        "proof": proof(request, bound, at=at),
    }
    status = 409 if names_her else 422 if form.errors else 200
    return render(request, "panel/hand_over.html", context, status=status)


def _why_not(found: Contract, place: Signer | None) -> str:
    if place is None:
        return _("Quem assina este contrato agora é outra pessoa.")
    if place.request_name:
        return str(ChosenByAnother.sentence)
    if not found.hand_over:
        return str(NotHandedOver.sentence)
    return _("A sua vez neste contrato não pode mais ser passada. Nada foi mudado.")


def _done(request: PanelRequest, sale: Shown, found: Contract, person: PanelUser) -> HttpResponse:
    said = {"name": person.name, "title": found.title}
    messages.success(request, _("%(name)s assina “%(title)s” no seu lugar e já recebeu o aviso por e-mail.") % said)
    return redirect(request.scope.url("proposal", sale.number))


def _asked(request: PanelRequest, sale: Shown, found: Contract, person: PanelUser) -> HttpResponse:
    said = {"new": person.name, "me": request.scope.person.name, "title": found.title}
    words = _("Quem deve assinar “%(title)s” é %(new)s, no lugar de %(me)s. Peço uma nova versão do contrato.") % said
    ask(sale.proposal, words, by=request.scope.person, at=timezone.now())
    messages.success(request, _("Pedido enviado. A nova versão chega por e-mail; até lá, nada foi mudado."))
    return redirect(request.scope.url("proposal", sale.number) + "#perguntas")
