"""Entering the office: by password, passkey or a mailed code; leaving; choosing a company when there are several."""

from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.companies.scope import Door, everywhere
from aceite.core.people.entering import ask_to_enter, enter_by_code, enter_by_password
from aceite.core.people.models import User
from aceite.faces.office.access import memberships, panels
from aceite.faces.office.answers import accepted, attempt, form_page, typed
from aceite.faces.office.forms.entering import AskCodeForm, CodeForm, EnterForm
from aceite.faces.ui.origin import origin_of
from aceite.faces.ui.passkeys import door, entered_by_passkey, entering_options
from aceite.faces.ui.sessions import begin, end

# The address somebody asked a code for, kept in the session between the two steps. It is no secret and opens nothing.
_ASKED: Final = "entering_address"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The first address: to the person's company, or to the entering page."""
    return redirect("office:companies" if request.user.is_authenticated else "office:enter")


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Entering by password."""
    form = EnterForm(typed(request))
    if form.is_valid():
        user = _by_password(request, form)
        if user is not None:
            begin(request, user, by="session_password", at=timezone.now())
            return _onward(request)
    return _enter_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Entering by a code sent by mail: asked for first, typed in then. Also the way back for a forgotten password."""
    if request.method == "POST" and "code" in request.POST:
        return _type_code(request)
    form = AskCodeForm(typed(request))
    if form.is_valid():
        email, at = form.cleaned_data["email"], timezone.now()
        with everywhere(Door.SIGN_IN):
            asked = accepted(
                form, lambda: ask_to_enter(email, company_id=None, origin=origin_of(request), at=at), field="email"
            )
        if asked:
            request.session[_ASKED] = email
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    email = request.session.get(_ASKED, "")
    if email and request.method != "POST" and "outro" not in request.GET:
        return _code_page(request, CodeForm())
    return form_page(request, "office/entering/ask_code.html", form, forgotten=_forgotten(request))


@require_POST
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """What the browser is to ask its device; asked for by the button, so that looking at the page makes nothing."""
    return entering_options(request)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_by_passkey(request: HttpRequest) -> HttpResponse:
    """By a passkey, whoever it is the device says."""
    if request.method != "POST":
        return redirect("office:enter")
    outcome = entered_by_passkey(request)
    if isinstance(outcome, User):
        begin(request, outcome, by="session_passkey", at=timezone.now())
        return _onward(request)
    return _enter_page(request, EnterForm(), refused=str(outcome))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    return end(request, redirect("office:enter"))


@require_safe
@login_required
def companies(request: HttpRequest) -> HttpResponse:
    """The companies this person may enter; with only one she is taken there."""
    user = _user(request)
    teams, others = memberships(user), panels(user)
    if len(teams) == 1 and not others:
        return redirect("office:home", teams[0].company.slug)
    if not teams and len(others) == 1:
        return redirect("panel:home", others[0].slug)
    return render(request, "office/entering/companies.html", {"teams": teams, "panels": others})


def _type_code(request: HttpRequest) -> HttpResponse:
    email = request.session.get(_ASKED, "")
    if not email:
        return redirect("office:enter_code")
    form = CodeForm(request.POST)
    if form.is_valid():
        code, at = form.cleaned_data["code"], timezone.now()
        with everywhere(Door.SIGN_IN):
            user = attempt(form, lambda: enter_by_code(email, code, origin=origin_of(request), at=at), field="code")
        if user is not None:
            request.session.pop(_ASKED, None)
            begin(request, user, by="session_code", at=at)
            return redirect("office:password") if _forgotten(request) else _onward(request)
    return _code_page(request, form)


def _code_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    email = request.session[_ASKED]
    return form_page(request, "office/entering/code.html", form, email=email, forgotten=_forgotten(request))


def _by_password(request: HttpRequest, form: EnterForm) -> User | None:
    email, password, at = form.cleaned_data["email"], form.cleaned_data["password"], timezone.now()
    with everywhere(Door.SIGN_IN):
        return attempt(form, lambda: enter_by_password(email, password, origin=origin_of(request), at=at))


def _enter_page(request: HttpRequest, form: EnterForm, *, refused: str = "") -> HttpResponse:
    passkey = door(reverse("office:passkey_challenge"), reverse("office:enter_by_passkey"), refused)
    answer = form_page(
        request,
        "office/entering/enter.html",
        form,
        next=_next(request),
        sign_up_open=settings.SIGN_UP_OPEN,
        passkey=passkey,
    )
    if refused:
        answer.status_code = 422
    return answer


def _forgotten(request: HttpRequest) -> bool:
    return request.GET.get("para") == "senha"


def _next(request: HttpRequest) -> str:
    """The page the person wanted, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""


def _onward(request: HttpRequest) -> HttpResponse:
    return redirect(_next(request) or reverse("office:companies"))


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
