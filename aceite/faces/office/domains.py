"""Where customers and the team find the company: its addresses, and the domains it makes its own."""

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.companies.domains import add_domain, remove_domain, use_domain, verify_domain
from aceite.core.companies.hosts import address_at, address_of
from aceite.core.companies.models import Domain
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField
from aceite.kit.dns_texts import texts_of

# With room for "https://" and a path, which people copy along.
_LONGEST: Final = 400


class DomainForm(OfficeForm):
    """The domain that is to become the company's own address."""

    host = CleanTextField(
        label=gettext_lazy("Domínio"),
        max_length=_LONGEST,
        drawable=False,
        help_text=gettext_lazy("Um subdomínio só para isto, como propostas.suaempresa.com.br."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office("company.edit")
def addresses(request: OfficeRequest) -> HttpResponse:
    """The addresses there are, the domains and how each is proved, and the form for another."""
    scope = request.scope
    form = DomainForm(typed(request))
    if form.is_valid():
        host, at = form.cleaned_data["host"], timezone.now()
        if accepted(form, lambda: add_domain(scope.company, host, by=scope.member, at=at), field="host"):
            messages.success(request, _("Domínio anotado. Falta criar os dois registros no DNS dele."))
            return redirect("office:addresses", scope.company.slug)
    return form_page(request, "office/company/addresses.html", form, **_shown(request))


@require_POST
@office("company.edit")
def verification(request: OfficeRequest, pk: int) -> HttpResponse:
    """Asks the DNS now."""
    words = _("Domínio verificado: o painel já atende nele. Abra o endereço e confira antes de usá-lo nos links.")
    domain = _domain(request, pk)
    done(request, lambda: verify_domain(domain, texts=texts_of, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:addresses", request.scope.company.slug)


@require_POST
@office("company.edit")
def links(request: OfficeRequest) -> HttpResponse:
    """The address that links begin with: one of the domains, or without one the installation's."""
    scope, pk = request.scope, request.POST.get("domain", "")
    domain = _domain(request, int(pk)) if pk.isascii() and pk.isdigit() and len(pk) <= 18 else None
    words = _("Os próximos links usam %(host)s.") % {"host": domain.host if domain else settings.HOST}
    done(request, lambda: use_domain(scope.company, domain, by=scope.member, at=timezone.now()), words)
    return redirect("office:addresses", scope.company.slug)


@require_POST
@office("company.edit")
def removal(request: OfficeRequest, pk: int) -> HttpResponse:
    """The domain serves no longer."""
    domain, own_host = _domain(request, pk), request.scope.company.own_host
    if domain.host == own_host:
        words = _("Domínio removido. Os próximos links usam %(host)s.") % {"host": settings.HOST}
    else:
        words = _("Domínio removido. Os links seguem com %(host)s.") % {"host": own_host or settings.HOST}
    done(request, lambda: remove_domain(domain, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:addresses", request.scope.company.slug)


def _shown(request: OfficeRequest) -> dict[str, object]:
    company = request.scope.company
    places = [
        (_("Painel dos clientes"), address_of(company) + reverse("panel:home", args=[company.slug])),
        (_("Gestão, para a equipe"), settings.BASE_URL + reverse("office:home", args=[company.slug])),
        (_("Conferência de documentos, para qualquer pessoa"), settings.BASE_URL + reverse("verify:start")),
    ]
    return {
        "places": places,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "domains": [(one, address_at(one.host), one.host == company.own_host) for one in request.scope.domains],
        "house": settings.HOST.partition(":")[0],
    }


def _domain(request: OfficeRequest, pk: int) -> Domain:
    found = request.scope.domains.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
