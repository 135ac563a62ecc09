"""The company's page: data, look, zone, contracts on or off, defaults of new proposals, and its logo."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.companies.actions import change_company
from aceite.core.documents.logos import remove_logo, set_logo
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.company import LOGO_AT_MOST, CompanyForm, LogoForm


@require_http_methods(["GET", "HEAD", "POST"])
@office("company.edit")
def company(request: OfficeRequest) -> HttpResponse:
    """The form of the company."""
    scope = request.scope
    form = CompanyForm(typed(request), initial=CompanyForm.of(scope.company), company=scope.company)
    if form.is_valid():
        at = timezone.now()
        if accepted(form, lambda: change_company(scope.company, form.given(), by=scope.member, at=at)):
            messages.success(request, _("Dados da empresa salvos."))
            return redirect("office:company", scope.company.slug)
    return form_page(request, "office/company/company.html", form, logo=LogoForm())


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
            return redirect("office:company", scope.company.slug)
    words = CompanyForm(initial=CompanyForm.of(scope.company), company=scope.company)
    answer = form_page(request, "office/company/company.html", words, logo=form)
    answer.status_code = 422
    return answer


@require_POST
@office("company.edit")
def logo_removal(request: OfficeRequest) -> HttpResponse:
    """Takes the logo away; the company's initial stands in its place."""
    scope = request.scope
    done(request, lambda: remove_logo(scope.company, by=scope.member, at=timezone.now()), _("Logotipo removido."))
    return redirect("office:company", scope.company.slug)
