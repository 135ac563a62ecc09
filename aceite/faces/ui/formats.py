"""How amounts, times and sizes are written for people; `templatetags/br.py` offers them to templates."""

import json
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Final

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from aceite.core.proposals.recurring import MONTHS
from aceite.core.proposals.recurring_words import rhythm_words
from aceite.kit.money import format_decimal_br
from aceite.kit.zones import zone_name

# Stands for any number of periods above one, in the words a script fills in.
_SEVERAL: Final = 77


def rhythms_for_script() -> str:
    """The words of each rhythm as JSON, for totals that follow the typing hand: "por mês, por 77 meses"."""
    said = {every: {n: rhythm_words(every, n) for n in (0, 1, _SEVERAL)} for every in MONTHS}
    return json.dumps(said, ensure_ascii=False)


def moment_words(at: datetime) -> str:
    """Write an aware time in the active zone, the zone named: 24/11/2026, 15:30 (horário de Brasília)."""
    local = timezone.localtime(at)
    return f"{dateformat.format(local, _('d/m/Y, H:i'))} ({_(zone_name(local))})"


def deadline_words(at: datetime, zone: tzinfo) -> str:
    """Write the last moment of what binds in the zone in which it ends; the viewer's beside it where they differ."""
    with timezone.override(zone):
        binding = moment_words(at)
    hers = timezone.localtime(at)
    if hers.utcoffset() == at.astimezone(zone).utcoffset():
        return binding
    return _("%(when)s; no seu fuso, %(hers)s") % {"when": binding, "hers": moment_words(at)}


def trimmed(value: Decimal, least: int = 0) -> str:
    """Write a number with the places it needs, at least `least`: 1.234,5."""
    exponent = value.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return format_decimal_br(value, max(places, least))


def file_size(count: int) -> str:
    """Write a number of bytes as people read it: 1,2 MB."""
    size, unit = Decimal(count), "B"
    for bigger in ("kB", "MB", "GB"):
        if size < 1000:
            break
        size, unit = size / 1000, bigger
    return f"{trimmed(size) if unit == 'B' else format_decimal_br(size, 0 if size >= 100 else 1)} {unit}"
