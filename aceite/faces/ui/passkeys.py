"""Passkeys at both doors and on both account pages: what the browser is told, and what the pages show of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.scope import Door, everywhere
from aceite.core.people.limits import TooMany
from aceite.core.people.models import Passkey, User
from aceite.core.people.passkey_entering import ask_to_enter_by_passkey, enter_by_passkey
from aceite.core.people.passkey_registering import ask_for_passkey, register_passkey
from aceite.core.people.passkeys import (
    LONGEST_NAME,
    NoSuchPasskey,
    are_all_elsewhere,
    own_site,
    passkeys_of,
    remove_passkey,
    rename_passkey,
    usable_passkeys,
)
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import Refusal
from aceite.faces.ui.devices import keep_session
from aceite.faces.ui.fields import CleanTextField
from aceite.faces.ui.forms import Form
from aceite.faces.ui.origin import origin_of
from aceite.faces.ui.sessions import mailbox_proved
from aceite.kit.codes import new_nonce

# A nonce by which somebody who has not entered yet is known again between question and answer.
_BROWSER: Final = "passkey_browser"
ANSWER: Final = "credential"


class PasskeyNameForm(Form):
    """What she calls the device."""

    name = CleanTextField(label=gettext_lazy("Nome da chave"), max_length=LONGEST_NAME, drawable=False)


class TouchForm(Form):
    """The device's answer, put in by passkey.js; what is wrong with it is said above the form."""

    credential = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class PasskeyDoor:
    """The button on an entering page; `origin` is empty where no passkeys are to be had."""

    origin: str
    options_url: str
    url: str
    refused: str = ""


@dataclass(frozen=True)
class PasskeyRow:
    """One passkey in the list, with the form of its name."""

    passkey: Passkey
    works: bool
    form: PasskeyNameForm
    url: str
    removal_url: str


@dataclass(frozen=True)
class PasskeyCard:
    """The part of an account page about passkeys; `proved` lets her register one more."""

    origin: str
    rows: tuple[PasskeyRow, ...]
    proved: bool
    signs: bool
    options_url: str
    url: str
    leave_url: str
    refused: str = ""


def own_origin() -> str:
    """The origin at which passkeys answer, for pages to compare with their own; empty where there are none."""
    site = own_site()
    return site.origin if site else ""


def origin_for(user: User | None) -> str:
    """The same, and empty too for somebody who has no passkey to use here."""
    return own_origin() if user and usable_passkeys(user) else ""


def door(options_url: str, url: str, refused: str = "") -> PasskeyDoor:
    """The button of an entering page."""
    return PasskeyDoor(own_origin(), options_url, url, refused)


def card(
    request: HttpRequest,
    user: User,
    address: Callable[..., str],
    *,
    signs: bool,
    refused: str = "",
    renaming: tuple[int, PasskeyNameForm] | None = None,
) -> PasskeyCard:
    """Her passkeys as the account page shows them; `address` gives the face's pages by name.

    `signs`: she also signs with them. `renaming` is the form of one of them that was not taken.
    """
    pk, form = renaming or (0, None)
    rows = tuple(
        PasskeyRow(
            passkey=held.passkey,
            works=held.works,
            form=form if form and held.passkey.pk == pk else _name_form(held.passkey),
            url=address("passkey", held.passkey.pk),
            removal_url=address("passkey_removal", held.passkey.pk),
        )
        for held in passkeys_of(user)
    )
    return PasskeyCard(
        origin=own_origin(),
        rows=rows,
        proved=mailbox_proved(request, at=timezone.now()),
        signs=signs,
        options_url=address("passkey_options"),
        url=address("passkeys"),
        leave_url=address("leave"),
        refused=refused,
    )


def tell_of_passkeys(request: HttpRequest, user: User) -> None:
    """Says to whoever has just entered that her passkeys belong to another address, and where to make one for this."""
    if are_all_elsewhere(user):
        words = _("As suas chaves de acesso valem em outro endereço. Para usar uma aqui, cadastre-a em Minha conta.")
        messages.info(request, words)


def entering_options(request: HttpRequest) -> JsonResponse:
    """What a browser before the door is to ask its device."""
    nonce, at = request.session.setdefault(_BROWSER, new_nonce()), timezone.now()
    with everywhere(Door.SIGN_IN):
        return _options(lambda: ask_to_enter_by_passkey(nonce, origin=origin_of(request), at=at))


def entered_by_passkey(request: HttpRequest) -> User | Refusal:
    """Who has entered, or why nobody has."""
    nonce, at = request.session.get(_BROWSER, ""), timezone.now()
    with everywhere(Door.SIGN_IN):
        # Caught inside the scope: on PostgreSQL the used challenge must outlive the refusal.
        try:
            return enter_by_passkey(nonce, request.POST.get(ANSWER, ""), origin=origin_of(request), at=at)
        except Refusal as refusal:
            return refusal


def registering_options(request: HttpRequest, user: User) -> JsonResponse:
    """What the browser of somebody inside is to ask its device."""
    at = timezone.now()
    return _options(lambda: ask_for_passkey(user, mailbox_proved=mailbox_proved(request, at=at), at=at))


def register(request: HttpRequest, user: User, *, by: Actor) -> Refusal | None:
    """Keeps the passkey her device made, or says why not."""
    at = timezone.now()
    proved, answer = mailbox_proved(request, at=at), request.POST.get(ANSWER, "")
    try:
        made = register_passkey(user, answer, mailbox_proved=proved, by=by, origin=origin_of(request), at=at)
    except Refusal as refusal:
        return refusal
    words = _("Chave de acesso criada: %(name)s. Da próxima vez, entre com ela.")
    messages.success(request, words % {"name": made.name})
    return None


def rename(request: HttpRequest, user: User, pk: int, *, by: Actor) -> PasskeyNameForm | None:
    """Another name for one of hers when one is posted; the form when it was not taken. 404 for what is not hers."""
    if not any(held.passkey.pk == pk for held in passkeys_of(user)):
        raise Http404
    if request.method != "POST":
        return None
    form = PasskeyNameForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return form
    try:
        rename_passkey(user, pk, form.cleaned_data["name"], by=by, at=timezone.now())
    except NoSuchPasskey:
        raise Http404 from None
    messages.success(request, _("Nome da chave salvo."))
    return None


def remove(request: HttpRequest, user: User, pk: int, *, by: Actor) -> None:
    """Takes one of hers away and keeps this session alone. 404 for what is not hers."""
    try:
        remove_passkey(user, pk, by=by, at=timezone.now())
    except NoSuchPasskey:
        raise Http404 from None
    keep_session(request, user)
    messages.success(request, _("Chave de acesso removida. As outras sessões foram encerradas."))


def _options(ask: Callable[[], dict[str, Any]]) -> JsonResponse:
    try:
        return JsonResponse(ask())
    except Refusal as refusal:
        return JsonResponse({"error": str(refusal)}, status=429 if isinstance(refusal, TooMany) else 422)


def _name_form(passkey: Passkey) -> PasskeyNameForm:
    return PasskeyNameForm(initial={"name": passkey.name}, prefix=str(passkey.pk))
