"""Somebody of the customer asks that who decides be let in: the vendor does, on a form filled in, or refuses."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import Proposal
from aceite.core.sales.letting_in import AlreadyDecided, let_in, refuse_to_let_in
from aceite.core.sales.models import AccessRequest
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.acting import Act, act_page
from aceite.faces.office.answers import attempt, form_page, typed
from aceite.faces.office.forms.acts import ReasonForm
from aceite.faces.office.forms.customers import PersonForm
from aceite.faces.office.places import go, sale_of


def asked_of(request: OfficeRequest, sale: Proposal) -> dict[str, Any]:
    """The requests of one sale as its page shows them, and the first one to decide, for who may."""
    rows = list(sale.access_requests.with_people())
    may = request.scope.may("panel_user.manage") and request.scope.may_change(sale)
    to_decide = next((one for one in rows if one.decided_at is None), None) if may else None
    return {"access_requests": rows, "may_let_in": may, "to_decide": to_decide}


@require_http_methods(["GET", "HEAD", "POST"])
@office("panel_user.manage")
def access_request(request: OfficeRequest, number: str, pk: int) -> HttpResponse:
    """The person asked for, as the form of the register: new, or the row that has her address already."""
    sale = sale_of(request, number)
    asked = _asked(sale, pk)
    if asked.decided_at is not None and request.method != "POST":
        return _decided(request, sale)
    person = request.scope.panel_users.of_customer(sale.customer).filter(email=asked.email).first()
    form = _form(request, asked, person)
    if form.is_valid():
        given, by = form.given(), request.scope.member
        entered = attempt(form, lambda: let_in(asked, given, known=person, by=by, at=timezone.now()), field="email")
        if entered is not None:
            messages.success(request, _("%(name)s tem acesso e recebe a proposta por e-mail.") % {"name": entered.name})
            return go(request, "sale", sale.number)
        if isinstance(form.refusal, AlreadyDecided):
            return _decided(request, sale)
    more = {"sale": sale, "asked": asked, "person": person, "lacks": _lacking(sale, person)}
    return form_page(request, "office/sales/access_request.html", form, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@office("panel_user.manage")
def refuse(request: OfficeRequest, number: str, pk: int) -> HttpResponse:
    """Say no, and why."""
    sale = sale_of(request, number)
    asked = _asked(sale, pk)
    if asked.decided_at is not None and request.method != "POST":
        return _decided(request, sale)
    act = Act(
        title=_("Recusar o acesso"),
        lead=_("%(who)s recebe o motivo por e-mail. O acesso pedido para %(name)s não é dado, e nada mais muda.")
        % {"who": asked.asked_by.name, "name": asked.name},
        button=_("Recusar o acesso"),
        busy=_("Enviando…"),
        danger=True,
        done=_("Pedido de acesso recusado."),
    )

    def verb(form: ReasonForm) -> object:
        return refuse_to_let_in(asked, form.cleaned_data["reason"], by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, ReasonForm(typed(request)), verb)


def _asked(sale: Proposal, pk: int) -> AccessRequest:
    found = sale.access_requests.with_people().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _decided(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    messages.info(request, str(AlreadyDecided.sentence))
    return go(request, "sale", sale.number)


def _form(request: OfficeRequest, asked: AccessRequest, person: PanelUser | None) -> PersonForm:
    # The box to tick is what was asked for; whoever is there already keeps the rest.
    known: dict[str, object] = PersonForm.of(person) if person else {"name": asked.name, "email": asked.email}
    initial = known | {"can_approve": True}
    return PersonForm(typed(request), initial=initial, person=person, contracts=request.scope.company.uses_contracts)


def _lacking(sale: Proposal, person: PanelUser | None) -> list[str]:
    """What somebody who is on the list already lacks to decide; for the vendor's eyes alone."""
    if person is None:
        return []
    seen = sale.shared_with_all or sale.shares.filter(panel_user=person).exists()
    said = (
        (person.deactivated_at is not None, _("o acesso foi encerrado: volta a valer")),
        (person.joined_at is None, _("ainda não aceitou o convite: recebe outro")),
        (not person.can_approve, _("não pode aprovar: marque abaixo")),
        (not seen, _("não vê esta proposta: passa a ver")),
    )
    return [words for lacks, words in said if lacks]
