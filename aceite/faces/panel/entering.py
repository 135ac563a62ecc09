"""Entering the panel by a mailed code, a passkey or by password, leaving it, choosing one of several customers.

The answers are uniform: nobody learns which addresses exist.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.companies.hosts import own_host_here
from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere
from aceite.core.people.entering import ask_to_enter, enter_by_code, enter_by_password
from aceite.core.people.models import User
from aceite.core.people.passwords import typed_here
from aceite.core.trail.refusals import Refusal
from aceite.faces.panel.access import CHOSEN, accesses, company_by_slug
from aceite.faces.panel.forms.entering import DoorForm, EmailForm, PasswordForm
from aceite.faces.panel.glimpsing import discreet, glimpsed
from aceite.faces.panel.leaving import has_left, leave_device
from aceite.faces.panel.onward import onward, with_onward
from aceite.faces.panel.shell import outside_shell
from aceite.faces.ui.origin import origin_of
from aceite.faces.ui.passkeys import door, entered_by_passkey, entering_options, tell_of_passkeys
from aceite.faces.ui.sessions import Entrance, begin

ENTERING = "panel_entering"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, company: str) -> HttpResponse:
    """Ask for the address and mail a code to it; with `?com=senha`, let in by password where one may be typed."""
    here = company_by_slug(company)
    if request.method != "POST" and (target := _already_in(request, here)):
        return redirect(target)
    by_password = request.GET.get("com") == "senha" and typed_here()
    kind = PasswordForm if by_password else EmailForm
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _by_password(request, here, form) if by_password else _ask_for_code(request, here, form)
        if answer is not None:
            return answer
    return _enter_page(request, here, form, by_password=by_password)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest, company: str) -> HttpResponse:
    """The code that was mailed, if the address has access here."""
    here = company_by_slug(company)
    email = request.session.get(ENTERING, "")
    if not email:
        # She entered in another tab meanwhile: this one goes on too.
        if target := _already_in(request, here):
            return redirect(target)
        return redirect(with_onward(reverse("panel:enter", args=[here.slug]), request, here))
    form = DoorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with everywhere(Door.SIGN_IN):
            outcome = _entered(email, form.cleaned_data["code"], request)
        if isinstance(outcome, User):
            return _let_in(request, here, outcome, by="session_code")
        form.add_error("code", str(outcome))
    context = {"company": here, "form": form, "email": email, "next": onward(request, here)}
    context["shell"] = outside_shell(here)
    return render(request, "panel/enter_code.html", context, status=422 if form.errors else 200)


@require_POST
def passkey_challenge(request: HttpRequest, company: str) -> HttpResponse:
    """What the browser is to ask its device; asked for by the button, so that looking at the page makes nothing."""
    company_by_slug(company)
    return entering_options(request)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_by_passkey(request: HttpRequest, company: str) -> HttpResponse:
    """By a passkey, whoever it is the device says."""
    here = company_by_slug(company)
    if request.method != "POST":
        return redirect(with_onward(reverse("panel:enter", args=[here.slug]), request, here))
    outcome = entered_by_passkey(request)
    if isinstance(outcome, User):
        return _let_in(request, here, outcome, by="session_passkey")
    return _enter_page(request, here, EmailForm(), refused=str(outcome))


@require_POST
def leave(request: HttpRequest, company: str) -> HttpResponse:
    """End this session; who leaves to enter as somebody else is led on to the same page."""
    here = company_by_slug(company)
    answer = leave_device(request, redirect(with_onward(reverse("panel:enter", args=[here.slug]), request, here)))
    messages.success(request, _("Você saiu."))
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, company: str) -> HttpResponse:
    """One of several customers or companies; the address keeps where she wanted to go."""
    here = company_by_slug(company)
    if not request.user.is_authenticated:
        return redirect(with_onward(reverse("panel:enter", args=[here.slug]), request, here))
    # At a company's own address nothing of another is told.
    held = accesses(request.user, here.slug if own_host_here() else "")
    if request.method == "POST":
        wanted = next((one for one in held if str(one.pk) == request.POST.get("access", "")), None)
        if wanted is not None:
            request.session[CHOSEN] = wanted.pk
            target = onward(request, here) if wanted.company_id == here.pk else ""
            return redirect(target or reverse("panel:home", args=[wanted.company.slug]))
    context = {"company": here, "accesses": held, "next": onward(request, here), "shell": outside_shell(here)}
    return render(request, "panel/choose.html", context)


def _ask_for_code(request: HttpRequest, here: Company, form: EmailForm) -> HttpResponse | None:
    email = form.cleaned_data["email"]
    refusal: Refusal | None = None
    with everywhere(Door.SIGN_IN):
        # Caught inside: on PostgreSQL the counted try must outlive the refusal.
        try:
            ask_to_enter(email, company_id=here.pk, origin=origin_of(request), at=timezone.now())
        except Refusal as caught:
            refusal = caught
    if refusal is not None:
        form.add_error(None, str(refusal))
        return None
    request.session[ENTERING] = email
    return redirect(with_onward(reverse("panel:enter_code", args=[here.slug]), request, here))


def _by_password(request: HttpRequest, here: Company, form: EmailForm) -> HttpResponse | None:
    typed, refusal, user = form.cleaned_data, None, None
    with everywhere(Door.SIGN_IN):
        try:
            user = enter_by_password(typed["email"], typed["password"], origin=origin_of(request), at=timezone.now())
        except Refusal as caught:
            refusal = caught
    if user is None:
        form.add_error(None, str(refusal))
        return None
    return _let_in(request, here, user, by="session_password")


def _entered(email: str, typed: str, request: HttpRequest) -> User | Refusal:
    # Caught inside the scope: on PostgreSQL the counted try must outlive the refusal.
    try:
        return enter_by_code(email, typed, origin=origin_of(request), at=timezone.now())
    except Refusal as refusal:
        return refusal


def _let_in(request: HttpRequest, here: Company, user: User, *, by: Entrance) -> HttpResponse:
    target = onward(request, here)
    begin(request, user, by=by, at=timezone.now(), company_id=here.pk)
    request.session.pop(ENTERING, None)
    tell_of_passkeys(request, user)
    if not accesses(user, here.slug):
        return redirect(with_onward(reverse("panel:choose", args=[here.slug]), request, here))
    return redirect(target or reverse("panel:home", args=[here.slug]))


def _already_in(request: HttpRequest, here: Company) -> str:
    """Where somebody wanted to go who has entered here already; empty for anybody else."""
    target = onward(request, here)
    if not target or not isinstance(request.user, User):
        return ""
    return target if accesses(request.user, here.slug) else ""


def _enter_page(
    request: HttpRequest, here: Company, form: EmailForm, *, by_password: bool = False, refused: str = ""
) -> HttpResponse:
    passkey = door(
        reverse("panel:passkey_challenge", args=[here.slug]),
        reverse("panel:enter_by_passkey", args=[here.slug]),
        refused,
    )
    context = {
        "company": here,
        "form": form,
        "by_password": by_password,
        "takes_passwords": typed_here(),
        "next": onward(request, here),
        "passkey": passkey,
        "left": has_left(request),
        "shell": outside_shell(here),
        **glimpsed(request, here),
    }
    return discreet(render(request, "panel/enter.html", context, status=422 if form.errors or refused else 200))
