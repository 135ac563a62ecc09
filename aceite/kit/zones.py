"""The zones there are, and what Brazil's legal times are called."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from aceite.kit.sentences import gettext_noop as _

# Looked for once: to make the list, all its files are opened.
ZONES: Final = frozenset(available_timezones())
_BRASILIA: Final = frozenset({
    "America/Araguaina", "America/Bahia", "America/Belem", "America/Fortaleza", "America/Maceio", "America/Recife",
    "America/Santarem", "America/Sao_Paulo",
})  # fmt: skip
_AMAZONAS: Final = frozenset({
    "America/Boa_Vista", "America/Campo_Grande", "America/Cuiaba", "America/Manaus", "America/Porto_Velho",
})  # fmt: skip
_ACRE: Final = frozenset({"America/Eirunepe", "America/Rio_Branco"})


def zone_name(at: datetime) -> str:
    """Name the zone of an aware time as Brazilians do (Lei 12.876/2013); elsewhere as distance from UTC.

    The name is in Portuguese, marked for translation; the distance reads the same in every language.
    """
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
