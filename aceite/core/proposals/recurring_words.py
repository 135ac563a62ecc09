"""What recurs, as people read it: "R$ 890,00 por mês, por 12 meses"."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.proposals.recurring import Recurring
from aceite.kit.money import format_brl


def rhythm_words(every: str, periods: int) -> str:
    """How often and for how long: "por mês, por 12 meses"; nothing for what is paid once."""
    if not every:
        return ""
    often = {"month": _("por mês"), "quarter": _("por trimestre"), "year": _("por ano")}[every]
    return f"{often}, {_long(every, periods)}" if periods else _("%(often)s, até cancelar") % {"often": often}


def recurring_words(part: Recurring, brl: Callable[[Decimal], str] = format_brl) -> str:
    """One recurring sum: "R$ 890,00 por mês, por 12 meses"."""
    return f"{brl(part.amount)} {rhythm_words(part.every, part.periods)}"


def price_words(total: Decimal, parts: Sequence[Recurring], brl: Callable[[Decimal], str] = format_brl) -> str:
    """All that a version costs, amounts as `brl` writes them: "R$ 1.200,00 uma vez + R$ 890,00 por mês"."""
    if not parts:
        return brl(total)
    once = [_("%(total)s uma vez") % {"total": brl(total)}] if total else []
    return " + ".join([*once, *(recurring_words(part, brl) for part in parts)])


def _long(every: str, periods: int) -> str:
    said = {
        "month": ngettext("por %(count)s mês", "por %(count)s meses", periods),
        "quarter": ngettext("por %(count)s trimestre", "por %(count)s trimestres", periods),
        "year": ngettext("por %(count)s ano", "por %(count)s anos", periods),
    }
    return said[every] % {"count": periods}
