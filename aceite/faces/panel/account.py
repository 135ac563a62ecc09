"""One's own account: name, language, zone, password; its passkeys are changed next door."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from aceite.core.companies.hosts import address_at
from aceite.core.people.models import User
from aceite.core.people.passwords import Proof, WeakPassword, choose_password, typed_here
from aceite.core.people.profile import Profile, change_profile
from aceite.core.trail.refusals import Refusal, Unfit
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.forms.people import NewPasswordForm, ProfileForm
from aceite.faces.ui.devices import devices_card, keep_session
from aceite.faces.ui.passkeys import PasskeyCard, card
from aceite.faces.ui.sessions import mailbox_proved
from aceite.faces.ui.zones import device_zone_words


@require_http_methods(["GET", "HEAD", "POST"])
@panel()
def account(request: PanelRequest) -> HttpResponse:
    """Name, language and zone."""
    user = user_of(request)
    form = _profile_form(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(user, Profile(**form.cleaned_data))
        except Unfit as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            with translation.override(user.language):
                messages.success(request, _("Conta salva."))
            return redirect(request.scope.url("account"))
    return draw_account(request, form=form, status=422 if form.errors else 200)


@sensitive_post_parameters("password", "current")
@require_http_methods(["GET", "HEAD", "POST"])
@panel()
def password(request: PanelRequest) -> HttpResponse:
    """A new password; ends all other sessions."""
    if request.method != "POST" or not typed_here():
        return redirect(request.scope.url("account"))
    user, at = user_of(request), timezone.now()
    form = NewPasswordForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            choose_password(
                user,
                typed["password"],
                proof=Proof(mailbox=mailbox_proved(request, at=at), current=typed["current"]),
                by=request.scope.person,
                at=at,
            )
        except WeakPassword as refusal:
            form.add_error("password", [str(reason) for reason in refusal.reasons] or str(refusal))
        except Refusal as refusal:
            form.add_error("current", str(refusal))
        else:
            keep_session(request, user)
            messages.success(request, _("Senha trocada. As outras sessões foram encerradas."))
            return redirect(request.scope.url("account"))
    return draw_account(request, new_password=form, status=422)


def user_of(request: PanelRequest) -> User:
    """Who has entered."""
    assert isinstance(request.user, User)
    return request.user


def draw_account(
    request: PanelRequest,
    *,
    form: ProfileForm | None = None,
    new_password: NewPasswordForm | None = None,
    passkeys: PasskeyCard | None = None,
    status: int,
) -> HttpResponse:
    """The page with each of its parts: as it stands, or as it was refused."""
    user, proved = user_of(request), mailbox_proved(request, at=timezone.now())
    new_password = new_password or NewPasswordForm()
    new_password.fields["current"].required = not proved
    context = {
        "form": form or _profile_form(user),
        "new_password": new_password,
        "takes_passwords": typed_here(),
        "house": address_at("") + request.scope.url("account"),
        "has_password": user.has_usable_password() and bool(user.password),
        "proved": proved,
        "person": request.scope.person,
        "declares": request.scope.may("power.declare"),
        "passkeys": passkeys or card(request, user, request.scope.url, signs=True),
        "devices": devices_card(request, user, request.scope.url),
    }
    return render(request, "panel/account.html", context, status=status)


def _profile_form(user: User, typed: QueryDict | None = None) -> ProfileForm:
    initial = {"name": user.name, "language": user.language, "zone": user.zone}
    form = ProfileForm(typed, initial=initial, zone=user.zone)
    form.fields["zone"].help_text = device_zone_words(user)
    return form
