"""The conditions everybody knows, offered until a company writes its own."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from aceite.core.conditions.terms import Pace, Terms
from aceite.kit.sentences import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Condition:
    """A name, what is printed for it (the name itself when empty), and the terms behind it."""

    name: str
    terms: Terms
    text: str = ""


USUAL: Final = (
    Condition(_("À vista"), Terms(method="pix")),
    Condition(_("Entrada de 30 % + 2×"), Terms(parts=2, first_after=30, down_kind="percent", down_value=Decimal(30))),
    Condition(_("30/60/90 dias"), Terms(parts=3, first_after=30)),
    Condition(
        _("3× sem juros no cartão"),
        Terms(parts=3, first_after=30, pace=Pace.MONTH, only_business_days=False, method="card"),
    ),
    Condition(_("6× todo dia 10"), Terms(parts=6, first_after=15, pace=Pace.FIXED_DAY, month_day=10)),
    Condition(_("5 dias úteis"), Terms(first_after=5, pace=Pace.BUSINESS_DAYS, every=5)),
)
