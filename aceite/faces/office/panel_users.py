"""The people of a customer who enter the panel: who they are, what they may do, their invitation and their access."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.contracts.models import Contract
from aceite.core.contracts.unable import waiting_for
from aceite.core.customers.addresses import change_address
from aceite.core.customers.invitations import copy_invitation, invite
from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import (
    add_panel_user,
    change_panel_user,
    deactivate_panel_user,
    reactivate_panel_user,
)
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, attempt, done, form_page, typed
from aceite.faces.office.forms.customers import NewAddressForm, PersonForm
from aceite.faces.office.places import place
from aceite.outbound.mail.addresses import panel_invitation

FORM = "office/customers/person.html"


@require_http_methods(["GET", "HEAD", "POST"])
@office("panel_user.manage")
def new_person(request: OfficeRequest, pk: int) -> HttpResponse:
    """A form for one more person; saving it mails the invitation when asked to."""
    scope = request.scope
    customer = found(scope.customers, pk)
    # Whom a vendor thinks of first is mostly who decides: where nobody may say yes, no proposal can be sent.
    first = {} if customer.panel_users.exists() else {"can_sign": True, "can_approve": True}
    form = PersonForm(typed(request), initial=first, contracts=scope.company.uses_contracts)
    if form.is_valid():
        at = timezone.now()
        person = attempt(form, lambda: add_panel_user(customer, form.given(), by=scope.member, at=at), field="email")
        if person:
            _after_adding(request, person)
            return _to_customer(request, person)
    return form_page(request, FORM, form, customer=customer)


@require_http_methods(["GET", "HEAD", "POST"])
@office("panel_user.manage")
def edit_person(request: OfficeRequest, pk: int, person_pk: int) -> HttpResponse:
    """Name, CPF, job and rights of one person."""
    person = _person(request, pk, person_pk)
    contracts = request.scope.company.uses_contracts
    form = PersonForm(typed(request), initial=PersonForm.of(person), person=person, contracts=contracts)
    if form.is_valid():
        by, at = request.scope.member, timezone.now()
        if accepted(form, lambda: change_panel_user(person, form.given(), by=by, at=at)):
            messages.success(request, _("Alterações de %(name)s salvas.") % {"name": form.cleaned_data["name"]})
            return _to_customer(request, person)
    may_privacy = request.scope.may("privacy.manage")
    more = {"may_privacy": may_privacy, "awaited": _awaited(request, person)}
    return form_page(request, FORM, form, customer=person.customer, person=person, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@office("panel_user.manage")
def address(request: OfficeRequest, pk: int, person_pk: int) -> HttpResponse:
    """Another address: sessions and codes end, the old address is told, a new invitation is needed."""
    person = _person(request, pk, person_pk)
    form = NewAddressForm(typed(request))
    if form.is_valid():
        by, at, email = request.scope.member, timezone.now(), form.cleaned_data["email"]
        if accepted(form, lambda: change_address(person, email, by=by, at=at), field="email"):
            messages.success(request, _("E-mail trocado. Envie um novo convite para o endereço novo."))
            return _to_customer(request, person)
    return form_page(request, "office/customers/address.html", form, customer=person.customer, person=person)


@require_POST
@office("panel_user.manage")
def invitation(request: OfficeRequest, pk: int, person_pk: int) -> HttpResponse:
    """Mails a new invitation; older links stop working."""
    person = _person(request, pk, person_pk)
    words = _("Convite a caminho de %(email)s.") % {"email": person.email}
    done(request, lambda: invite(person, by=request.scope.member, at=timezone.now()), words)
    return _to_customer(request, person)


@require_POST
@office("panel_user.manage")
def copied_invitation(request: OfficeRequest, pk: int, person_pk: int) -> HttpResponse:
    """Shows a link to be handed on; it proves nothing by itself: a code goes to the address on file first."""
    person = _person(request, pk, person_pk)
    try:
        token = copy_invitation(person, by=request.scope.member, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
        return _to_customer(request, person)
    link = panel_invitation(request.scope.company, token)
    context = {"customer": person.customer, "person": person, "link": link}
    return render(request, "office/customers/copied.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("panel_user.manage")
def ending(request: OfficeRequest, pk: int, person_pk: int) -> HttpResponse:
    """Asks before it ends an access: sessions, codes and invitation stop at once."""
    person = _person(request, pk, person_pk)
    if request.method == "POST":
        words = _("O acesso de %(name)s terminou agora.") % {"name": person.name}
        done(request, lambda: deactivate_panel_user(person, by=request.scope.member, at=timezone.now()), words)
        return _to_customer(request, person)
    context = {"customer": person.customer, "person": person, "awaited": _awaited(request, person)}
    return render(request, "office/customers/ending.html", context)


@require_POST
@office("panel_user.manage")
def return_of_access(request: OfficeRequest, pk: int, person_pk: int) -> HttpResponse:
    """Gives an ended access back."""
    person = _person(request, pk, person_pk)
    words = _("%(name)s tem acesso de novo.") % {"name": person.name}
    done(request, lambda: reactivate_panel_user(person, by=request.scope.member, at=timezone.now()), words)
    return _to_customer(request, person)


def _person(request: OfficeRequest, pk: int, person_pk: int) -> PanelUser:
    customer = found(request.scope.customers, pk)
    return found(request.scope.panel_users.of_customer(customer).select_related("customer"), person_pk)


def _awaited(request: OfficeRequest, person: PanelUser) -> list[tuple[Contract, str]]:
    """What waits for this person's signature, of the sales that this member sees."""
    found = [(one, one.version.proposal) for one in waiting_for(person) if one.version is not None]
    seen = set(request.scope.sales.filter(pk__in=[sale.pk for _one, sale in found]).values_list("pk", flat=True))
    return [(one, place(request, "sale", sale.number)) for one, sale in found if sale.pk in seen]


def _after_adding(request: OfficeRequest, person: PanelUser) -> None:
    if request.POST.get("then") == "invite":
        words = _("%(name)s já está no cadastro. O convite está a caminho.") % {"name": person.name}
        done(request, lambda: invite(person, by=request.scope.member, at=timezone.now()), words)
    else:
        messages.success(
            request,
            _("%(name)s já está no cadastro. O convite vai com a primeira proposta, ou agora em “Enviar convite”.")
            % {"name": person.name},
        )


def _to_customer(request: OfficeRequest, person: PanelUser) -> HttpResponse:
    return redirect("office:customer", request.scope.company.slug, person.customer_id)
