"""Powers of signature: how each person signs, declared here, and what the company answered."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.customers.declaring import declare_power, may_declare, withdraw_power
from aceite.core.customers.models import PanelUser, PanelUserQuerySet, SigningPower
from aceite.core.customers.power_states import PowerState
from aceite.core.customers.power_words import power_facts
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.files import download
from aceite.faces.panel.forms.powers import DeclaredPowerForm
from aceite.faces.panel.refusing import beside


@dataclass(frozen=True)
class Told:
    """One power with its state and its facts, as the page shows it."""

    power: SigningPower
    state: str
    facts: list[tuple[str, str]]


@require_safe
@panel("power.declare")
def powers(request: PanelRequest) -> HttpResponse:
    """Everybody whose powers this person may declare, with what counts, waits or was refused."""
    people = _people(request).prefetch_related("signing_powers__proxy")
    rows = [(person, _told(request, person)) for person in people]
    return render(request, "panel/powers.html", {"rows": rows, "me": request.scope.person})


@require_http_methods(["GET", "HEAD", "POST"])
@panel("power.declare")
def power(request: PanelRequest, pk: int) -> HttpResponse:
    """Declare how one person signs."""
    person = _person(request, pk)
    colleagues = request.scope.colleagues.who_may_sign().exclude(pk=person.pk).order_by("name")
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DeclaredPowerForm(*posted, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        try:
            declare_power(person, form.given(), by=request.scope.person, at=timezone.now())
        except Refusal as refusal:
            beside(form, refusal)
        else:
            company = {"company": request.scope.company.trade_name}
            messages.success(request, _("Declaração enviada. %(company)s confere e responde por e-mail.") % company)
            return redirect(request.scope.url("powers"))
    context = {"form": form, "person": person, "me": request.scope.person, "told": _told(request, person)}
    return render(request, "panel/power.html", context, status=422 if form.errors else 200)


@require_POST
@panel("power.declare")
def power_withdrawal(request: PanelRequest, pk: int) -> HttpResponse:
    """Take back what waits for an answer."""
    withdraw_power(_person(request, pk), by=request.scope.person, at=timezone.now())
    messages.success(request, _("Declaração retirada."))
    return redirect(request.scope.url("powers"))


@require_safe
@panel("power.declare")
def power_paper(request: PanelRequest, pk: int, power: int) -> HttpResponseBase:
    """The paper that came with one of them, handed over and never shown."""
    kept = _person(request, pk).signing_powers.filter(pk=power).select_related("proxy").first()
    return download(request, kept.proxy if kept else None, kept.proxy_name if kept else "")


def _people(request: PanelRequest) -> PanelUserQuerySet:
    """Who signs, of those whose powers she may declare."""
    if not request.scope.company.uses_contracts:
        raise Http404
    signing = request.scope.colleagues.who_may_sign().order_by("name", "pk")
    return signing if request.scope.may("colleague.manage") else signing.filter(pk=request.scope.person.pk)


def _person(request: PanelRequest, pk: int) -> PanelUser:
    person = _people(request).filter(pk=pk).select_related("company", "customer").first()
    if person is None or not may_declare(request.scope.person, person):
        raise Http404
    return person


def _told(request: PanelRequest, person: PanelUser) -> list[Told]:
    """What waits first, then what counts, then what was refused; a power that is over says so."""
    today = timezone.now().astimezone(request.scope.company.tz).date()
    kept = {one.state: one for one in person.signing_powers.all()}
    return [
        Told(one, "power_over" if state is PowerState.CONFIRMED and one.is_over(today) else f"power_{state}", facts)
        for state in PowerState
        if (one := kept.get(state)) is not None and (facts := power_facts(one))
    ]
