"""One's own account: name, language and zone, passkeys; and the password, for anyone who has entered."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.companies.scope import Door, everywhere
from aceite.core.people.entering import actor_at_door
from aceite.core.people.models import User
from aceite.core.people.passwords import Proof, choose_password
from aceite.core.people.profile import change_profile
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import accepted, form_page, typed
from aceite.faces.office.forms.entering import AccountForm, PasswordForm
from aceite.faces.ui.devices import DeviceCard, devices_card, keep_session
from aceite.faces.ui.passkeys import PasskeyCard, PasskeyNameForm, card
from aceite.faces.ui.sessions import mailbox_proved
from aceite.faces.ui.zones import device_zone_words


@require_http_methods(["GET", "HEAD", "POST"])
@office("sale.see")
def account(request: OfficeRequest) -> HttpResponse:
    """Name, language and zone."""
    user = request.scope.user
    form = _form(user, typed(request))
    if form.is_valid() and accepted(form, lambda: change_profile(user, form.given())):
        with translation.override(user.language):
            messages.success(request, _("Sua conta foi salva."))
        return redirect("office:account", request.scope.company.slug)
    return form_page(request, "office/account.html", form, passkeys=card_of(request), devices=devices_of(request))


def card_of(
    request: OfficeRequest, *, refused: str = "", renaming: tuple[int, PasskeyNameForm] | None = None
) -> PasskeyCard:
    """Her passkeys as this page shows them."""
    return card(request, request.scope.user, _address(request), signs=False, refused=refused, renaming=renaming)


def devices_of(request: OfficeRequest) -> DeviceCard:
    """Where she is entered, as this page shows it."""
    return devices_card(request, request.scope.user, _address(request))


def draw_account(request: OfficeRequest, passkeys: PasskeyCard) -> HttpResponse:
    """The page after something about a passkey was refused."""
    form = _form(request.scope.user)
    return render(
        request, "office/account.html", {"form": form, "passkeys": passkeys, "devices": devices_of(request)}, status=422
    )


def _form(user: User, data: QueryDict | None = None) -> AccountForm:
    form = AccountForm(data, initial=AccountForm.of(user))
    form.fields["zone"].help_text = device_zone_words(user)
    return form


def _address(request: OfficeRequest) -> Callable[..., str]:
    def address(name: str, *args: object) -> str:
        return reverse(f"office:{name}", args=[] if name == "leave" else [request.scope.company.slug, *args])

    return address


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def password(request: HttpRequest) -> HttpResponse:
    """A new password: with the present one, or in a session that proved the mailbox a short while ago."""
    user, at = request.user, timezone.now()
    assert isinstance(user, User)
    proved = mailbox_proved(request, at=at)
    form = PasswordForm(typed(request))
    form.asking_current(not proved)
    if form.is_valid() and _choose(form, user, proved=proved):
        keep_session(request, user)
        messages.success(request, _("Senha trocada. As outras sessões foram encerradas."))
        return redirect("office:companies")
    return form_page(request, "office/entering/password.html", form, proved=proved)


def _choose(form: PasswordForm, user: User, *, proved: bool) -> bool:
    new = form.cleaned_data["password"]
    proof = Proof(mailbox=proved, current=form.cleaned_data.get("current", ""))
    with everywhere(Door.SIGN_IN):
        actor = actor_at_door(user, None)
        if actor is None:
            raise Http404
        at = timezone.now()
        return accepted(form, lambda: choose_password(user, new, proof=proof, by=actor, at=at), field="current")
