"""Moments as pages and letters write them: in the reader's zone, or, of what binds, in the company's.

The active language and zone are the reader's.
"""

from datetime import date, datetime, tzinfo

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from aceite.kit.zones import zone_name


def day_words(day: date) -> str:
    """Write a day: 24/11/2026; in English 24 Nov 2026, where figures alone could be read as another day."""
    return dateformat.format(day, _("d/m/Y"))


def moment_words(at: datetime) -> str:
    """Write an aware time in the active zone, the zone named: 24/11/2026, 15:30 (horário de Brasília)."""
    local = timezone.localtime(at)
    written, zone = dateformat.format(local, _("d/m/Y, H:i")), _(zone_name(local))
    return f"{written} ({zone})"


def deadline_words(at: datetime, zone: tzinfo) -> str:
    """Write the last moment of what binds in the zone in which it ends; the reader's beside it where they differ."""
    with timezone.override(zone):
        binding = moment_words(at)
    hers = timezone.localtime(at)
    if hers.utcoffset() == at.astimezone(zone).utcoffset():
        return binding
    return _("%(when)s; no seu fuso, %(hers)s") % {"when": binding, "hers": moment_words(at)}
