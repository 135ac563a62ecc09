"""The zone in which a visitor reads times: her own, or her browser's; never asked for."""

from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest
from django.utils import timezone

_ZONES: Final = available_timezones()


def zone_of(request: HttpRequest) -> ZoneInfo | None:
    """What she chose for her account, else what her browser said (timezone.js writes a cookie); None for neither."""
    chosen = request.user.zone if request.user.is_authenticated else ""
    name = next((name for name in (chosen, request.COOKIES.get("tz", "")) if name in _ZONES), "")
    return ZoneInfo(name) if name else None


def read_times_in(zone: ZoneInfo, request: HttpRequest) -> None:
    """Lets a visitor whose zone nobody knows read times in this one until the end of the request, when the middleware
    takes back what it chose."""
    if zone_of(request) is None:
        timezone.activate(zone)
