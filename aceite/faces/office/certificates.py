"""With what the company's files are sealed: its own certificate, or the installation's seal."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from aceite.core.companies.moments import day_words
from aceite.core.signatures.authorities import time_authorities
from aceite.core.signatures.certificates import remove_certificate, set_certificate
from aceite.core.signatures.models import WARNED_DAYS, Certificate, Retirement
from aceite.faces.office.access import OfficeRequest, Scope, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.certificate import CertificateForm
from aceite.faces.ui.parts import Tone
from aceite.kit.taxid import format_taxid


@dataclass(frozen=True)
class Told:
    """What the owner must know of the certificate."""

    title: str
    text: str
    tone: Tone = "warning"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@office("certificate.manage")
def certificate(request: OfficeRequest) -> HttpResponse:
    """Who seals now, until when, and the form for another certificate."""
    scope, at = request.scope, timezone.now()
    form = CertificateForm(typed(request), request.FILES or None)
    if form.is_valid():
        given = form.given()
        if accepted(form, lambda: set_certificate(scope.company, given, by=scope.member, at=at), field="pfx"):
            messages.success(request, _("Os próximos documentos saem selados com este certificado."))
            return redirect("office:certificate", scope.company.slug)
    newest = scope.certificates.newest_first().first()
    context = {
        "certificate": newest if newest and newest.retirement in {"", Retirement.ENDED} else None,
        "seals": newest is not None and newest.seals(scope.company.cnpj, at),
        "told": told(scope, at),
        "former": list(scope.certificates.former()),
        "with_time": time_authorities() is not None,
    }
    return form_page(request, "office/certificate/certificate.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("certificate.manage")
def removal(request: OfficeRequest) -> HttpResponse:
    """Asks before the certificate goes: its private key is erased here."""
    scope = request.scope
    if request.method == "POST":
        words = _("Os próximos documentos saem com o selo da instalação.")
        done(request, lambda: remove_certificate(scope.company, by=scope.member, at=timezone.now()), words)
        return redirect("office:certificate", scope.company.slug)
    return render(request, "office/certificate/removal.html")


def told(scope: Scope, at: datetime) -> Told | None:
    """What the certificate asks of its owner at this moment; None when there is nothing to do, or nobody to do it."""
    newest = scope.certificates.newest_first().first() if scope.may("certificate.manage") else None
    if newest is None or newest.retirement not in {"", Retirement.ENDED}:
        return None
    if newest.retirement == Retirement.ENDED or newest.valid_until < at:
        return _ended(newest, scope)
    if newest.cnpj != scope.company.cnpj:
        return _of_another(newest, scope)
    return _ending(newest, scope, at) if newest.days_left(at) <= max(WARNED_DAYS) else None


def _ended(newest: Certificate, scope: Scope) -> Told:
    day = {"date": day_words(newest.valid_until.astimezone(scope.company.tz))}
    return Told(
        _("O certificado da empresa venceu em %(date)s") % day,
        _("As vendas continuam: os documentos saem com o selo da instalação até você enviar o certificado novo."),
        "danger",
    )


def _of_another(newest: Certificate, scope: Scope) -> Told:
    words = {"found": format_taxid(newest.cnpj), "wanted": format_taxid(scope.company.cnpj)}
    return Told(
        _("O certificado não é usado: ele é de outro CNPJ"),
        _(
            "Ele é do CNPJ %(found)s, e a empresa agora tem o %(wanted)s. Os documentos saem com o selo da instalação; "
            "envie o certificado do CNPJ atual."
        )
        % words,
    )


def _ending(newest: Certificate, scope: Scope, at: datetime) -> Told:
    days = newest.days_left(at)
    words = {"date": day_words(newest.valid_until.astimezone(scope.company.tz)), "days": days}
    return Told(
        ngettext(
            "O certificado da empresa vence em %(days)s dia, em %(date)s",
            "O certificado da empresa vence em %(days)s dias, em %(date)s",
            days,
        )
        % words,
        _("Renove-o na certificadora e envie o novo. Depois do fim, os documentos saem com o selo da instalação."),
    )
