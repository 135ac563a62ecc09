"""How amounts, times and sizes are written for people; `templatetags/br.py` offers them to templates."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from aceite.kit.money import format_decimal_br

_BRASILIA = (
    "America/Araguaina",
    "America/Bahia",
    "America/Belem",
    "America/Fortaleza",
    "America/Maceio",
    "America/Recife",
    "America/Santarem",
    "America/Sao_Paulo",
)
_AMAZONAS = (
    "America/Boa_Vista",
    "America/Campo_Grande",
    "America/Cuiaba",
    "America/Manaus",
    "America/Porto_Velho",
)
_ACRE = ("America/Eirunepe", "America/Rio_Branco")


def zone_name(at: datetime) -> str:
    """Name the zone of an aware time as Brazilians do (legal time, Lei 12.876/2013); elsewhere as distance from UTC."""
    key = at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else ""
    if key in _BRASILIA:
        return _("horário de Brasília")
    if key in _AMAZONAS:
        return _("horário do Amazonas")
    if key in _ACRE:
        return _("horário do Acre")
    if key == "America/Noronha":
        return _("horário de Fernando de Noronha")
    offset = at.strftime("%z")
    return "UTC" if offset in ("", "+0000") else f"UTC{offset[:3].replace('-', '−')}:{offset[3:]}"


def moment_words(at: datetime) -> str:
    """Write an aware time in the active zone, the zone named: 24/11/2026, 15:30 (horário de Brasília)."""
    local = timezone.localtime(at)
    return f"{dateformat.format(local, _('d/m/Y, H:i'))} ({zone_name(local)})"


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
