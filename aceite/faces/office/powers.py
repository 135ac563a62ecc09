"""By what right a customer's person signs: noted by the vendor, and the power of attorney he read."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.customers.models import SigningPower
from aceite.core.customers.powers import note_power
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, form_page, typed
from aceite.faces.office.forms.powers import PowerForm
from aceite.faces.office.sale_files import hand_over


@require_http_methods(["GET", "HEAD", "POST"])
@office("panel_user.manage", contracts=True)
def power(request: OfficeRequest, pk: int, person_pk: int) -> HttpResponse:
    """Alone, jointly, by proxy, or nothing noted."""
    customer = found(request.scope.customers, pk)
    people = request.scope.panel_users.of_customer(customer)
    person = found(people, person_pk)
    known = _known(request, person_pk)
    files = request.FILES if request.method == "POST" else None
    colleagues = people.active().exclude(pk=person.pk)
    form = PowerForm(typed(request), files, initial=PowerForm.of(known), colleagues=colleagues)
    if form.is_valid():
        by, at = request.scope.member, timezone.now()
        if accepted(form, lambda: note_power(person, form.given(), by=by, at=at)):
            messages.success(request, _("Poderes de %(name)s salvos.") % {"name": person.name})
            return redirect("office:customer", request.scope.company.slug, customer.pk)
    return form_page(request, "office/customers/power.html", form, customer=customer, person=person, power=known)


@require_safe
@office("customer.see", contracts=True)
def proxy_file(request: OfficeRequest, pk: int, person_pk: int) -> HttpResponseBase:
    """The power of attorney as it was uploaded, handed over and never shown."""
    person = found(request.scope.panel_users.of_customer(found(request.scope.customers, pk)), person_pk)
    known = _known(request, person.pk)
    return hand_over(request, known.proxy if known else None, known.proxy_name if known else "")


def _known(request: OfficeRequest, person_pk: int) -> SigningPower | None:
    return request.scope.signing_powers.filter(panel_user=person_pk).select_related("proxy").first()
