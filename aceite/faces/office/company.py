"""The company's settings, each part a page of its own: data, look, selling, receiving, contracts, proof."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.companies.actions import change_settings
from aceite.core.documents.logos import remove_logo, set_logo
from aceite.core.proposals.drafting import next_number
from aceite.core.sales.ordering import next_order_number
from aceite.core.signatures.consent import CONSENTS
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.company import (
    LOGO_AT_MOST,
    ColourForm,
    CompanyForm,
    ContractingForm,
    LogoForm,
    ProofForm,
    ReceivingForm,
    SellingForm,
    SettingsForm,
)
from aceite.faces.ui.brand import brand_view

_page = require_http_methods(["GET", "HEAD", "POST"])


@_page
@office("company.edit")
def company(request: OfficeRequest) -> HttpResponse:
    """Name, CNPJ, contact, address, zone and language."""
    return _setting(request, CompanyForm, "company")


@_page
@office("company.edit")
def look(request: OfficeRequest) -> HttpResponse:
    """Logo and colour, with what they make of the customer's pages."""
    return _setting(request, ColourForm, "look", logo=LogoForm())


@_page
@office("company.edit")
def selling(request: OfficeRequest) -> HttpResponse:
    """How proposals begin, their numbers, and whose sales a seller sees."""
    at, owner = timezone.now(), request.scope.company
    numbers = {"next_sale": next_number(owner, at), "next_order": next_order_number(owner, at)}
    return _setting(request, SellingForm, "selling", **numbers)


@_page
@office("company.edit")
def receiving(request: OfficeRequest) -> HttpResponse:
    """The Pix key and the holidays."""
    return _setting(request, ReceivingForm, "receiving")


@_page
@office("company.edit")
def contracting(request: OfficeRequest) -> HttpResponse:
    """Contracts on or off, and the rule about copies signed on paper."""
    return _setting(request, ContractingForm, "contracting")


@_page
@office("company.edit")
def proof(request: OfficeRequest) -> HttpResponse:
    """What is asked of whoever signs or approves, and the terms they agree to, every wording that ever stood."""
    consents = [(consent, date.fromisoformat(consent.version)) for consent in CONSENTS]
    return _setting(request, ProofForm, "proof", consents=consents)


@require_POST
@office("company.edit")
def logo(request: OfficeRequest) -> HttpResponse:
    """Takes a new logo."""
    scope = request.scope
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data["logo"].read(LOGO_AT_MOST + 1)
        if accepted(form, lambda: set_logo(scope.company, data, by=scope.member, at=timezone.now()), field="logo"):
            messages.success(request, _("Logotipo trocado."))
            return redirect("office:look", scope.company.slug)
    answer = form_page(request, "office/company/look.html", ColourForm(company=scope.company), logo=form)
    answer.status_code = 422
    return answer


@require_POST
@office("company.edit")
def logo_removal(request: OfficeRequest) -> HttpResponse:
    """Takes the logo away; the company's initial stands in its place."""
    scope = request.scope
    done(request, lambda: remove_logo(scope.company, by=scope.member, at=timezone.now()), _("Logotipo removido."))
    return redirect("office:look", scope.company.slug)


def _tried(request: HttpRequest, **kwargs: Any) -> str:
    form = ColourForm(request.GET, company=request.scope.company)  # type: ignore[attr-defined]
    return str(form.cleaned_data["colour"]).lower() if form.is_valid() else form.company.colour


# The stylesheet of a colour that is only tried.
tried_colour = require_safe(office("company.edit")(brand_view(_tried)))


def _setting(request: OfficeRequest, kind: type[SettingsForm], name: str, **more: Any) -> HttpResponse:
    scope = request.scope
    form = kind(typed(request), company=scope.company)
    if form.is_valid():
        at = timezone.now()
        if accepted(form, lambda: change_settings(scope.company, form.given(), by=scope.member, at=at)):
            messages.success(request, _("Configurações salvas."))
            return redirect(f"office:{name}", scope.company.slug)
    return form_page(request, f"office/company/{name}.html", form, **more)
