"""When and in how many parts a total is paid: plain arithmetic over the calendar of business days."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from aceite.kit.brazil import add_months
from aceite.kit.business_days import NATIONAL, DaysOff, add_business_days, next_business_day
from aceite.kit.money import HUNDRED, ZERO, percent_of
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

MAX_PARTS: Final = 60
# What the column of a condition holds.
LARGEST_DOWN: Final = Decimal("99999999999.9999")
MAX_DAYS: Final = 366
# Later than any sale; the days counted from it are still days of the calendar.
LAST_YEAR: Final = 2200


class BadTerms(Complaint):
    """Conditions nobody can pay by; `place` is the field that has to change."""

    def __init__(self, place: str, sentence: str, **details: str | int) -> None:
        self.place = place
        super().__init__(sentence, **details)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.place, self.sentence, self.details))


def _rebuild(place: str, sentence: str, details: dict[str, str | int]) -> BadTerms:
    return BadTerms(place, sentence, **details)


class Pace(StrEnum):
    """How the parts follow each other."""

    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    MONTH = "month"
    FIXED_DAY = "fixed_day"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a total is paid, counted from a first day.

    The first part falls due `first_after` days later (business days with that pace); the others every `every` days,
    each month, or each month on `month_day` (its last day where a month is shorter). With `only_business_days` a date
    on another day moves to the next business day. `down_kind` is "", "percent" or "amount" of what is paid on the first
    day itself. `rate` is the percentage the way of paying adds to the total, or takes off.
    """

    parts: int = 1
    first_after: int = 0
    pace: str = Pace.DAYS
    every: int = 30
    month_day: int = 1
    only_business_days: bool = True
    method: str = "boleto"
    down_kind: str = ""
    down_value: Decimal = ZERO
    down_method: str = "pix"
    rate: Decimal = ZERO

    def down(self, total: Decimal) -> Decimal:
        """What is paid ahead of a total, in cents."""
        if self.down_kind == "percent":
            return percent_of(total, self.down_value)
        return self.down_value if self.down_kind == "amount" else ZERO

    def due(self, index: int, base: date, off: DaysOff = NATIONAL) -> date:
        """When the part with this index (from 0) falls due; the days `off` are no business days. Raises BadTerms."""
        return self._settled(self._counted(index, _reached(base), off), off)

    def down_due(self, base: date, off: DaysOff = NATIONAL) -> date:
        """When the down payment falls due. Raises BadTerms."""
        return self._settled(_reached(base), off)

    def _settled(self, day: date, off: DaysOff) -> date:
        return next_business_day(day, off) if self.only_business_days else day

    def _counted(self, index: int, base: date, off: DaysOff) -> date:
        match self.pace:
            case Pace.BUSINESS_DAYS:
                return add_business_days(base, self.first_after + self.every * index, off)
            case Pace.MONTH:
                return add_months(base + timedelta(days=self.first_after), index)
            case Pace.FIXED_DAY:
                return on_day(
                    _first_fixed(base + timedelta(days=self.first_after), self.month_day), index, self.month_day
                )
            case _:
                return base + timedelta(days=self.first_after + self.every * index)


def _reached(base: date) -> date:
    if base.year > LAST_YEAR:
        raise BadTerms("base", _("A data está longe demais."))
    return base


def on_day(first: date, months: int, day: int) -> date:
    """`months` later than `first`, on that day of the month, or its last."""
    last = add_months(first.replace(day=1), months + 1) - timedelta(days=1)
    return last.replace(day=min(day, last.day))


def _first_fixed(from_day: date, month_day: int) -> date:
    same_month = on_day(from_day, 0, month_day)
    return same_month if same_month >= from_day else on_day(from_day, 1, month_day)


def fit_terms(terms: Terms) -> Terms:
    """The same terms, when somebody can pay by them. Raises BadTerms."""
    if not 1 <= terms.parts <= MAX_PARTS:
        raise BadTerms("parts", _("Use de 1 a %(limit)s parcelas."), limit=MAX_PARTS)
    if terms.pace not in set(Pace):
        raise BadTerms("pace", _("Escolha uma das opções."))
    if not 0 <= terms.first_after <= MAX_DAYS:
        raise BadTerms("first_after", _("O primeiro vencimento fica de 0 a %(limit)s dias depois."), limit=MAX_DAYS)
    if not 1 <= terms.every <= MAX_DAYS:
        raise BadTerms("every", _("O intervalo vai de 1 a %(limit)s dias."), limit=MAX_DAYS)
    if not 1 <= terms.month_day <= 31:
        raise BadTerms("month_day", _("O dia do mês vai de 1 a 31."))
    _fit_down(terms)
    if not -HUNDRED < terms.rate <= HUNDRED:
        raise BadTerms("rate", _("O ajuste da forma de pagamento fica entre menos 100 % e 100 %."))
    return terms


def _fit_down(terms: Terms) -> None:
    if terms.down_kind not in {"", "percent", "amount"}:
        raise BadTerms("down_kind", _("Escolha uma das opções."))
    if terms.down_kind and terms.down_value <= 0:
        raise BadTerms("down_value", _("A entrada precisa ser maior que zero."))
    if terms.down_value > LARGEST_DOWN:
        raise BadTerms("down_value", _("Este valor é grande demais."))
    if terms.down_kind == "percent" and terms.down_value >= HUNDRED:
        raise BadTerms("down_value", _("A entrada fica abaixo de 100 %; para tudo de uma vez, use uma parcela."))
