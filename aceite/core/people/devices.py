"""The devices of a person: known again when she enters, told to her when new, ended one by one or all at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.people.entering import actor_at_door
from aceite.core.people.models import Device, User
from aceite.core.people.passwords import end_sessions
from aceite.core.trail.actors import Actor, Origin
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal
from aceite.kit.hashing import tagged_sha256

# A browser keeps a cookie no longer than this (RFC 6265bis, 5.5), so nothing older can be known again.
KEPT: Final = timedelta(days=400)


class NoSuchDevice(Refusal):
    """It is not hers, or is no longer known."""

    sentence = _("Este aparelho não está mais na sua lista.")


@dataclass(frozen=True)
class Arrival:
    """A session opened just now: the secret its browser keeps, the session's key, where it came from, and the company
    at whose door it was opened (None for no particular one). `host` is that company's own, where it stands at one;
    `first` whether this person had never entered before, in any browser."""

    secret: str
    session_key: str
    origin: Origin
    company_id: int | None = None
    host: str = ""
    first: bool = False


def arrive(user: User, arrival: Arrival, *, at: datetime) -> Device:
    """Notes in which browser this person entered; the session that stood in it before ends.

    A browser not seen before is an event, which her mail tells her of, unless she enters for the first time of all.
    The caller has entered everywhere(Door.SIGN_IN).
    """
    with transaction.atomic():
        known = Device.objects.select_for_update().filter(user=user)
        seen = {
            "session_key": arrival.session_key,
            "user_agent": arrival.origin.user_agent,
            "ip": arrival.origin.ip,
            "host": arrival.host,
        }
        device, is_new = known.get_or_create(
            sha256=_hash(arrival.secret), defaults={**seen, "user": user, "first_at": at, "used_at": at}
        )
        if is_new:
            # Whoever entered before devices were noted has none, and is told all the same.
            if not arrival.first:
                _tell(device, arrival, at)
            return device
        if device.session_key != arrival.session_key:
            Session.objects.filter(session_key=device.session_key).delete()
        Device.objects.filter(pk=device.pk).update(**seen, used_at=at)
    return device


def note_use(pk: int, origin: Origin, *, at: datetime) -> None:
    """Notes that the session of this device was used at `at`, and whence."""
    Device.objects.filter(pk=pk).update(used_at=at, user_agent=origin.user_agent, ip=origin.ip)


def renew_key(pk: int, session_key: str) -> None:
    """The session of this device goes on under another key."""
    Device.objects.filter(pk=pk).update(session_key=session_key)


def end_device(user: User, pk: int, *, by: Actor, at: datetime) -> Device:
    """Ends the session of one of her devices at once; whoever enters there again does so in a browser not seen before.

    Raises NoSuchDevice; twice is harmless.
    """
    with transaction.atomic():
        device = Device.objects.select_for_update().filter(user=user, pk=pk).first()
        if device is None:
            raise NoSuchDevice
        if device.session_key:
            Session.objects.filter(session_key=device.session_key).delete()
            _forget_browser(device)
            record("device.ended", by=by, at=at, data={"user": user.pk, "device": device.pk})
    return device


def end_other_devices(user: User, *, here: int = 0, by: Actor, at: datetime) -> None:
    """Ends every session of hers; the page that asked, in the device `here`, keeps its own by renewing it."""
    with transaction.atomic():
        end_sessions(user.pk)
        for device in Device.objects.select_for_update().filter(user=user).exclude(pk=here):
            _forget_browser(device)
        record("device.others_ended", by=by, at=at, data={"user": user.pk})
    user.refresh_from_db(fields=["session_epoch"])


def forget_unused(at: datetime) -> None:
    """Forgets the browsers that can no longer be known again, and the sessions that are over."""
    Session.objects.filter(expire_date__lte=at).delete()
    Device.objects.filter(used_at__lt=at - KEPT).delete()


def _tell(device: Device, arrival: Arrival, at: datetime) -> None:
    here = actor_at_door(device.user, arrival.company_id) or actor_at_door(device.user, None)
    if here is not None:
        data = {"user": device.user_id, "device": device.pk}
        record("device.new", by=here, at=at, data=data, personal=arrival.origin.personal())


def _forget_browser(device: Device) -> None:
    # The row stays, so that asking twice is harmless; no browser's secret has this hash.
    device.session_key, device.sha256 = "", tagged_sha256("aceite.device.ended.v1", str(device.pk).encode())
    device.save(update_fields=["session_key", "sha256"])


def _hash(secret: str) -> str:
    return tagged_sha256("aceite.device.v1", secret.encode())
