"""Aditivo and distrato: begun from an order, changed while it is a draft, and the chain they make."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.proposals.change_words import change_words
from aceite.core.proposals.changes import Change
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.sales.amending import amend, set_change
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.acting import Act, act_page, not_now
from aceite.faces.office.answers import typed
from aceite.faces.office.forms.agreements import AmendForm, ChangeForm
from aceite.faces.office.places import place, sale_of


@require_http_methods(["GET", "HEAD", "POST"])
@office("proposal.edit")
def new_amendment(request: OfficeRequest, number: str) -> HttpResponse:
    """Begin an amendment of an order; it opens in the editor."""
    sale = sale_of(request, number)
    if sale.state != State.ORDER:
        return not_now(request, sale)
    act = Act(
        title=_("Fazer aditivo ou distrato"),
        lead=_("Nasce uma proposta ligada a este pedido, com o seu próprio envio, assinatura e aprovação."),
        button=_("Começar"),
        done=_("Aditivo iniciado. Diga o que muda e envie quando estiver pronto."),
    )
    form = AmendForm(typed(request), initial={"key": str(uuid4())})
    return act_page(request, sale, act, form, lambda form: _begun(request, sale, form))


@require_http_methods(["GET", "HEAD", "POST"])
@office("proposal.edit")
def change(request: OfficeRequest, number: str) -> HttpResponse:
    """What the amendment changes of the term and of what recurs."""
    sale = sale_of(request, number)
    if sale.current is None or not sale.current.amendment or sale.state != State.DRAFT:
        return not_now(request, sale)
    known = sale.current.change
    act = Act(title=_("O que muda no contrato"), lead=sale.tie_words, button=_("Salvar"), done=_("Mudança salva."))
    form = ChangeForm(typed(request), initial=ChangeForm.of(known), terminates=known.terminates)
    return act_page(request, sale, act, form, lambda form: _changed(request, sale, form.change(known.kind)))


def _begun(request: OfficeRequest, sale: Proposal, form: AmendForm) -> str:
    given, by = form.cleaned_data, request.scope.member
    made = amend(
        sale, Change(given["kind"]), with_lines=given["with_lines"], seller=by, key=given["key"], by=by,
        at=timezone.now(),
    )  # fmt: skip
    return place(request, "edit_sale", made.number)


def _changed(request: OfficeRequest, sale: Proposal, wanted: Change) -> str:
    changed = set_change(sale, wanted, by=request.scope.member, at=timezone.now())
    messages.info(request, " ".join(wanted_words(wanted, recurs=bool(current_of(changed).recurring))))
    return place(request, "edit_sale", sale.number)


def wanted_words(change: Change, *, recurs: bool) -> list[str]:
    """What the change says, for the notice above the editor."""
    return change_words(change, recurs=recurs) or [_("A vigência continua como está.")]
