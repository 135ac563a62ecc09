"""Amounts and times as the reader's language writes them; the active language and zone are the reader's."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aceite.kit.money import cents, format_brl

_BRASILIA: Final = frozenset({
    "America/Araguaina", "America/Bahia", "America/Belem", "America/Fortaleza", "America/Maceio", "America/Recife",
    "America/Santarem", "America/Sao_Paulo",
})  # fmt: skip
_AMAZONAS: Final = frozenset({
    "America/Boa_Vista", "America/Campo_Grande", "America/Cuiaba", "America/Manaus", "America/Porto_Velho",
})  # fmt: skip
_ACRE: Final = frozenset({"America/Eirunepe", "America/Rio_Branco"})


def brl(amount: Decimal) -> str:
    """R$ 12.400,00 in Portuguese, R$ 12,400.00 elsewhere."""
    if (get_language() or "pt").startswith("pt"):
        return format_brl(amount)
    return f"R$\u00a0{cents(amount):,}"


def moment(at: datetime) -> str:
    """24/11/2026, 15:30 (horário de Brasília): in the reader's zone, which is named."""
    local = timezone.localtime(at)
    return f"{dateformat.format(local, _('d/m/Y, H:i'))} ({_zone(local)})"


def day(value: date) -> str:
    """24/11/2026."""
    return dateformat.format(value, _("d/m/Y"))


def one_line(text: str, longest: int = 120) -> str:
    """The text without line breaks, cut where it gets long: for subjects and names of senders."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _zone(local: datetime) -> str:
    # Brazil's legal time has four names (Lei 12.876/2013); elsewhere the distance from UTC says it.
    key = local.tzinfo.key if isinstance(local.tzinfo, ZoneInfo) else ""
    if key in _BRASILIA:
        return _("horário de Brasília")
    if key in _AMAZONAS:
        return _("horário do Amazonas")
    if key in _ACRE:
        return _("horário do Acre")
    if key == "America/Noronha":
        return _("horário de Fernando de Noronha")
    offset = local.strftime("%z")
    return "UTC" if offset in ("", "+0000") else f"UTC{offset[:3].replace('-', '−')}:{offset[3:]}"
