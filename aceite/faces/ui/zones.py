"""The zone in which a visitor reads times: what she chose, or what her browser tells or told; never asked for."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from aceite.core.people.models import User
from aceite.core.people.profile import note_told_zone
from aceite.kit.zones import ZONES, zone_name


def zone_of(request: HttpRequest) -> ZoneInfo | None:
    """What she chose for her account, else what this browser tells (timezone.js writes a cookie), else what one of hers
    told last; None where nobody knows."""
    user = request.user if isinstance(request.user, User) else None
    names = (user.zone, _told(request), user.told_zone) if user else (_told(request),)
    name = next((name for name in names if name in ZONES), "")
    return ZoneInfo(name) if name else None


def keep_zone(request: HttpRequest) -> None:
    """Keeps with her account what her browser tells: her mails, and a browser without JavaScript, name it too."""
    if (told := _told(request)) and isinstance(request.user, User):
        note_told_zone(request.user, told)


def read_times_in(zone: ZoneInfo, request: HttpRequest) -> None:
    """Lets a visitor whose zone nobody knows read times in this one until the end of the request, when the middleware
    takes back what it chose."""
    if zone_of(request) is None:
        timezone.activate(zone)


def device_zone_words(user: User) -> str:
    """What "as on the device" comes to, for the page where she chooses; "" as long as no browser told it."""
    if not user.told_zone:
        return ""
    here = timezone.localtime(timezone.now(), ZoneInfo(user.told_zone))
    return _("O seu aparelho diz: %(zone)s.") % {"zone": _(zone_name(here))}


def _told(request: HttpRequest) -> str:
    return request.COOKIES.get("tz", "")
