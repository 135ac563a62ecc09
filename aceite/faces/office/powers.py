"""By what right a customer's person signs: noted by the vendor, or declared by the customer and answered here."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.customers.declaring import NotWaiting, confirm_power, refuse_power
from aceite.core.customers.models import Customer, PanelUser, SigningPower
from aceite.core.customers.power_words import power_facts
from aceite.core.customers.powers import note_power
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.powers import PowerForm, RefusePowerForm
from aceite.faces.office.places import go
from aceite.faces.office.sale_files import hand_over


@require_safe
@office("customer.see", contracts=True)
def declared_powers(request: OfficeRequest) -> HttpResponse:
    """What the customers declared and nobody has answered, the oldest first."""
    rows = request.scope.signing_powers.declared().with_sheet()
    return render(request, "office/customers/declared_powers.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@office("panel_user.manage", contracts=True)
def power(request: OfficeRequest, pk: int, person_pk: int) -> HttpResponse:
    """Alone, jointly, by proxy, or nothing noted."""
    person = _person(request, pk, person_pk)
    files = request.FILES if request.method == "POST" else None
    form = _form(request, person, typed(request), files)
    if form.is_valid():
        by, at = request.scope.member, timezone.now()
        if accepted(form, lambda: note_power(person, form.given(), by=by, at=at)):
            messages.success(request, _("Poderes de %(name)s salvos.") % {"name": person.name})
            return redirect("office:customer", request.scope.company.slug, person.customer_id)
    return _page(request, person, form, RefusePowerForm())


@require_POST
@office("panel_user.manage", contracts=True)
def power_confirmation(request: OfficeRequest, pk: int, person_pk: int, power: int) -> HttpResponse:
    """What was declared counts from here on."""
    person, at = _person(request, pk, person_pk), timezone.now()
    declared = _waiting(request, person, power)
    if declared is None:
        return go(request, "signing_power", pk, person_pk)
    words = _("Poderes de %(name)s confirmados: valem para os contratos enviados daqui em diante.")
    done(request, lambda: confirm_power(declared, by=request.scope.member, at=at), words % {"name": person.name})
    return go(request, "signing_power", pk, person_pk)


@require_POST
@office("panel_user.manage", contracts=True)
def power_refusal(request: OfficeRequest, pk: int, person_pk: int, power: int) -> HttpResponse:
    """What was declared does not count, and why."""
    person, at = _person(request, pk, person_pk), timezone.now()
    declared = _waiting(request, person, power)
    if declared is None:
        return go(request, "signing_power", pk, person_pk)
    form = RefusePowerForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if accepted(form, lambda: refuse_power(declared, reason, by=request.scope.member, at=at)):
            messages.success(request, _("Recusado. O cliente recebe o motivo por e-mail."))
            return go(request, "signing_power", pk, person_pk)
    return _page(request, person, _form(request, person), form)


@require_safe
@office("customer.see", contracts=True)
def proxy_file(request: OfficeRequest, pk: int, person_pk: int) -> HttpResponseBase:
    """The paper of what counts as it was uploaded, handed over and never shown."""
    person = _person(request, pk, person_pk)
    known = _known(request, person)
    return hand_over(request, known.proxy if known else None, known.proxy_name if known else "")


@require_safe
@office("customer.see", contracts=True)
def declared_paper(request: OfficeRequest, pk: int, person_pk: int, power: int) -> HttpResponseBase:
    """The paper of what was declared, a stranger's: handed over and never shown."""
    person = _person(request, pk, person_pk)
    kept = request.scope.signing_powers.filter(panel_user=person, pk=power).select_related("proxy").first()
    return hand_over(request, kept.proxy if kept else None, kept.proxy_name if kept else "")


def _person(request: OfficeRequest, pk: int, person_pk: int) -> PanelUser:
    customer: Customer = found(request.scope.customers, pk)
    return found(request.scope.panel_users.of_customer(customer).select_related("customer"), person_pk)


def _form(request: OfficeRequest, person: PanelUser, *posted: object) -> PowerForm:
    colleagues = request.scope.panel_users.of_customer(person.customer).who_may_sign().exclude(pk=person.pk)
    return PowerForm(*posted, initial=PowerForm.of(_known(request, person)), colleagues=colleagues)


def _page(request: OfficeRequest, person: PanelUser, form: PowerForm, refusing: RefusePowerForm) -> HttpResponse:
    declared = request.scope.signing_powers.declared().filter(panel_user=person).with_sheet().first()
    context = {
        "customer": person.customer,
        "person": person,
        "power": _known(request, person),
        "declared": declared,
        "declared_facts": power_facts(declared) if declared else [],
        "refusing": refusing,
    }
    answer = form_page(request, "office/customers/power.html", form, **context)
    if refusing.errors:
        answer.status_code = 422
    return answer


def _waiting(request: OfficeRequest, person: PanelUser, pk: int) -> SigningPower | None:
    """The declaration that the page showed; where the customer took it back or sent a better one, that is told."""
    row = request.scope.signing_powers.filter(panel_user=person, pk=pk).select_related("panel_user").first()
    if row is None:
        messages.error(request, str(NotWaiting.sentence))
    return row


def _known(request: OfficeRequest, person: PanelUser) -> SigningPower | None:
    return request.scope.signing_powers.confirmed().filter(panel_user=person).select_related("proxy").first()
