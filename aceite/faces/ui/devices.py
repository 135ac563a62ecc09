"""The browser as a person's device: known again by a signed cookie, noted while it is used, listed with its account.

The cookie holds a secret and, by its signature, when the use of the session was noted last; so nothing but that cookie
is written for most requests, and no session is saved twice at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from aceite.core.companies.hosts import own_host_here
from aceite.core.companies.scope import Door, everywhere
from aceite.core.people.devices import (
    KEPT,
    Arrival,
    NoSuchDevice,
    arrive,
    end_device,
    end_other_devices,
    note_use,
    renew_key,
)
from aceite.core.people.models import Device, User
from aceite.core.trail.actors import Actor
from aceite.faces.ui.origin import origin_of
from aceite.kit.codes import new_nonce
from aceite.kit.devices import device_name

COOKIE: Final = "device"
NOTED_AGAIN: Final = timedelta(hours=1)
# In the session, which of her devices it is; in the request, the secret that its answer is to hand over.
_MARK: Final = "device"
_SECRET: Final = "aceite.device_secret"
_HANDHELD: Final = ("iPhone", "iPad", "Android")


@dataclass(frozen=True)
class DeviceRow:
    """One device in the list, in words; `here` is the one that looks."""

    device: Device
    name: str
    icon: str
    here: bool
    url: str


@dataclass(frozen=True)
class DeviceCard:
    """The part of an account page about devices. `unlisted`: this session was opened before devices were noted."""

    rows: tuple[DeviceRow, ...]
    unlisted: bool
    others_url: str


def note_arrival(request: HttpRequest, user: User, *, company_id: int | None, first: bool, at: datetime) -> None:
    """Notes the browser of somebody whom this request lets in; `first`: she had never entered before."""
    if not request.session.session_key:
        request.session.create()
    secret = _known(request) or new_nonce()
    session_key, host = str(request.session.session_key), own_host_here()
    arrival = Arrival(secret, session_key, origin_of(request), company_id, host=host, first=first)
    with everywhere(Door.SIGN_IN):
        request.session[_MARK] = arrive(user, arrival, at=at).pk
    request.META[_SECRET] = secret


def keep_known(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Hands the cookie over after an entrance, and once an hour notes when and whence its session was used."""
    secret = request.META.get(_SECRET, "")
    if not secret and _is_due(request, answer):
        note_use(request.session[_MARK], origin_of(request), at=timezone.now())
        # A browser that lost its cookie gets one by which it is not known: whoever took a session gains no more by it.
        secret = _known(request) or new_nonce()
    if secret:
        answer.set_cookie(
            COOKIE,
            _signer().sign(secret),
            max_age=KEPT,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )


def keep_session(request: HttpRequest, user: User) -> None:
    """Keeps this session alone after all of hers were ended."""
    update_session_auth_hash(request, user)
    if _MARK in request.session:
        renew_key(request.session[_MARK], str(request.session.session_key))


def devices_card(request: HttpRequest, user: User, address: Callable[..., str]) -> DeviceCard:
    """Where she is entered, this device first; `address` gives the face's pages by name."""
    here = request.session.get(_MARK)
    rows = [
        DeviceRow(
            device=device,
            name=device_name(device.user_agent) or _("Aparelho desconhecido"),
            icon="device-phone-mobile" if any(m in device.user_agent for m in _HANDHELD) else "computer-desktop",
            here=device.pk == here,
            url=address("device_ending", device.pk),
        )
        for device in user.devices.entered(timezone.now()).in_house_order()
    ]
    rows.sort(key=lambda row: not row.here)
    unlisted = not any(row.here for row in rows)
    return DeviceCard(tuple(rows), unlisted, address("other_devices_ending"))


def end_one(request: HttpRequest, user: User, pk: int, *, by: Actor) -> None:
    """Ends the session of one of her other devices. 404 for what is not hers, and for this one: leaving ends it."""
    if pk == request.session.get(_MARK):
        raise Http404
    try:
        ended = end_device(user, pk, by=by, at=timezone.now())
    except NoSuchDevice:
        raise Http404 from None
    name = device_name(ended.user_agent) or _("Aparelho desconhecido")
    messages.success(request, _("Sessão encerrada: %(name)s.") % {"name": name})


def end_others(request: HttpRequest, user: User, *, by: Actor) -> None:
    """Ends every session but this one."""
    end_other_devices(user, here=request.session.get(_MARK, 0), by=by, at=timezone.now())
    keep_session(request, user)
    messages.success(request, _("As sessões dos outros aparelhos foram encerradas."))


def _is_due(request: HttpRequest, answer: HttpResponseBase) -> bool:
    if not answer.get("Content-Type", "").startswith("text/html") or _MARK not in request.session:
        return False
    try:
        _signer().unsign(request.COOKIES.get(COOKIE, ""), max_age=NOTED_AGAIN)
    except BadSignature:
        return True
    return False


def _known(request: HttpRequest) -> str:
    """The secret this browser kept; empty when it has none of ours."""
    try:
        return _signer().unsign(request.COOKIES.get(COOKIE, ""), max_age=KEPT)
    except BadSignature:
        return ""


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="aceite.device")
