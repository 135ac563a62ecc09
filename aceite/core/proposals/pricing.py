"""What a proposal costs and how it is paid: lines, discounts, freight, instalments. Decimals in, cents out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal, Protocol

from aceite.core.catalog.rhythms import MAX_PERIODS
from aceite.core.conditions.terms import MAX_PARTS, BadTerms, Terms
from aceite.core.proposals.recurring import MONTHS, Recurring, gathered, value_of
from aceite.kit.brazil import add_months
from aceite.kit.business_days import NATIONAL, DaysOff
from aceite.kit.money import HUNDRED, ZERO, cents, format_brl, percent_of, product, split_evenly, spread
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

# What the columns of the database hold.
LARGEST: Final = Decimal("9999999999999.99")


class BadPrice(Complaint):
    """An amount that cannot stand; `place` is the path of the field that has to change."""

    def __init__(self, place: str, sentence: str, **details: str | int) -> None:
        self.place = place
        super().__init__(sentence, **details)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.place, self.sentence, self.details))

    def under(self, place: str) -> "BadPrice":
        """The same complaint, its place written below another one."""
        return BadPrice(f"{place}.{self.place}", self.sentence, **self.details)


def _rebuild(place: str, sentence: str, details: dict[str, str | int]) -> BadPrice:
    return BadPrice(place, sentence, **details)


@dataclass(frozen=True, slots=True)
class Discount:
    """`kind` is "", "percent" (0 to 100) or "amount" (reais)."""

    kind: str = ""
    value: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class PricedLine:
    """Quantity with up to 4 decimals, unit price with up to 10 (as in NF-e); an optional line may not count.

    One that `recurs` (month, quarter, year) is the price of one period, for `periods` of them or without an end (0).
    """

    quantity: Decimal
    unit_price: Decimal
    discount: Discount = field(default_factory=Discount)
    counts: bool = True
    recurs: str = ""
    periods: int = 0

    @property
    def is_paid_once(self) -> bool:
        """Whether the sums of what is paid once hold it."""
        return self.counts and not self.recurs


@dataclass(frozen=True, slots=True)
class LineTotals:
    """One line in cents: `gross` before its own discount, `total` after it."""

    gross: Decimal
    discount: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums in cents. `shares` is the part of the discount on the total that each line bears, line by line;
    `adjustment` is what the way of paying adds, or takes off when negative. All of it is paid once; `recurring` stands
    apart."""

    lines: tuple[LineTotals, ...]
    shares: tuple[Decimal, ...]
    subtotal: Decimal
    discount: Decimal
    freight: Decimal
    adjustment: Decimal
    total: Decimal
    recurring: tuple[Recurring, ...] = ()

    @property
    def value(self) -> Decimal:
        """What the sale is worth in lists and sums: what is paid once, and what recurs (docs/decisions/0024)."""
        return self.total + value_of(self.recurring)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of a plan; number 0 is the down payment."""

    number: int
    due_on: date
    amount: Decimal
    method: str


class Dues(Protocol):
    """Whatever knows when each instalment falls due."""

    def due(self, index: int) -> date:
        """The date of the instalment with this index, counted from 0."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When instalments fall due: `first_due`, then every month or every so many days."""

    first_due: date
    every: Literal["month"] | int = "month"

    def __post_init__(self) -> None:
        if isinstance(self.every, int) and self.every < 1:
            raise BadPrice("every", _("O intervalo entre as parcelas precisa ser de pelo menos um dia."))

    def due(self, index: int) -> date:
        """The date of the instalment with this index, counted from 0."""
        if self.every == "month":
            return add_months(self.first_due, index)
        return self.first_due + timedelta(days=self.every * index)


def line_totals(line: PricedLine) -> LineTotals:
    """The line rounded half up to the cent, then less its discount. Raises BadPrice."""
    if not line.quantity.is_finite() or line.quantity <= 0:
        raise BadPrice("quantity", _("A quantidade precisa ser maior que zero."))
    if not line.unit_price.is_finite() or line.unit_price < 0:
        raise BadPrice("unit_price", _("O preço não pode ser negativo. Para abater um valor, use o desconto."))
    if line.recurs and (line.recurs not in MONTHS or not 0 <= line.periods <= MAX_PERIODS):
        raise BadPrice(
            "periods", _("Diga por quantos períodos, até %(limit)s; vazio é até cancelar."), limit=MAX_PERIODS
        )
    gross = product(line.quantity, line.unit_price)
    if gross > LARGEST:
        raise BadPrice("unit_price", _("O valor deste item é grande demais."))
    discount = _discount(line.discount, gross, _("O desconto é maior que o preço do item."))
    return LineTotals(gross, discount, gross - discount)


def price(
    lines: Sequence[PricedLine], discount: Discount | None = None, freight: Decimal = ZERO, rate: Decimal = ZERO
) -> Totals:
    """All sums of a proposal. The discount on the total is spread over the lines by largest remainder, ties by line
    order; it never touches the freight. `rate` is the percentage that the way of paying adds to all of it, or takes off
    (Lei 13.455/2017). Raises BadPrice with the path of the field ("lines.2.quantity")."""
    priced = tuple(_placed(line, index) for index, line in enumerate(lines))
    weights = [line.total if asked.is_paid_once else ZERO for line, asked in zip(priced, lines, strict=True)]
    subtotal = sum(weights, ZERO)
    if subtotal > LARGEST:
        raise BadPrice("lines", _("A soma dos itens é grande demais."))
    off = _discount(discount or Discount(), subtotal, _("O desconto é maior que a soma dos itens."))
    carried = _freight(freight)
    shares = tuple(spread(off, weights)) if priced else ()
    adjustment = adjusted(subtotal - off + carried, rate)
    total = subtotal - off + carried + adjustment
    if total > LARGEST:
        raise BadPrice("freight", _("O total é grande demais."))
    recurring = gathered(
        Recurring(asked.recurs, asked.periods, line.total)
        for line, asked in zip(priced, lines, strict=True)
        if asked.counts and asked.recurs
    )
    totals = Totals(priced, shares, subtotal, off, carried, adjustment, total, recurring)
    if totals.value > LARGEST:
        raise BadPrice("lines", _("A soma dos itens é grande demais."))
    return totals


def adjusted(base: Decimal, rate: Decimal) -> Decimal:
    """What `rate` percent add to the base, or take off, rounded half away from zero to the cent. Raises BadPrice."""
    if not rate.is_finite() or not -HUNDRED < rate <= HUNDRED:
        raise BadPrice("adjustment_rate", _("O ajuste da forma de pagamento fica entre menos 100 % e 100 %."))
    return percent_of(base, rate)


@dataclass(frozen=True, slots=True)
class DownPayment:
    """What is paid ahead of the instalments; nothing by default."""

    amount: Decimal = ZERO
    due_on: date | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """When the parts of named terms fall due, counted from `base`, where these days are `off`."""

    terms: Terms
    base: date
    off: DaysOff = NATIONAL

    def due(self, index: int) -> date:
        """The date of the instalment with this index, counted from 0."""
        return self.terms.due(index, self.base, self.off)


def plan_by(terms: Terms, total: Decimal, base: date, off: DaysOff = NATIONAL) -> list[Payment]:
    """The payments that named terms make of a total, from `base` on. Raises BadPrice."""
    try:
        down = DownPayment(terms.down(total), terms.down_due(base, off), terms.down_method)
    except BadTerms as bad:
        raise BadPrice(bad.place, bad.sentence) from None
    return plan(total, terms.parts, Counted(terms, base, off), method=terms.method, down=down)


def plan(
    total: Decimal, parts: int, rhythm: Dues, *, method: str = "pix", down: DownPayment | None = None
) -> list[Payment]:
    """The down payment, if any, and `parts` equal instalments; the first takes the difference, all add up to `total`.

    Without its own date the down payment falls due on the first date. Raises BadPrice.
    """
    ahead = down or DownPayment()
    if total <= 0:
        raise BadPrice("total", _("O total precisa ser maior que zero para ser parcelado."))
    if ahead.amount < 0 or ahead.amount > total:
        raise BadPrice("down_payment", _("A entrada precisa ficar entre zero e o total."))
    if not 0 <= parts <= MAX_PARTS:
        raise BadPrice("parts", _("O número de parcelas vai até %(limit)s."), limit=MAX_PARTS)
    down_cents = cents(ahead.amount)
    rest = cents(total) - down_cents
    if (rest > 0) != (parts > 0):
        raise BadPrice("parts", _("A entrada e as parcelas não somam o total."))
    if rest and rest < Decimal(parts) / 100:
        raise BadPrice("parts", _("Cada parcela precisa ter pelo menos um centavo."))
    payments = [Payment(0, ahead.due_on or rhythm.due(0), down_cents, ahead.method or method)] if down_cents else []
    amounts = split_evenly(rest, parts) if parts else []
    return payments + [Payment(i + 1, rhythm.due(i), amount, method) for i, amount in enumerate(amounts)]


def check_plan(total: Decimal, amounts: Sequence[Decimal]) -> None:
    """Raises BadPrice when a payment is not above zero, or all of them do not add up to the total to the cent."""
    for index, amount in enumerate(amounts):
        if amount <= 0:
            raise BadPrice(f"instalments.{index}.amount", _("O valor da parcela precisa ser maior que zero."))
    difference = sum(amounts, ZERO) - total
    if amounts and difference:
        sentence = (
            _("As parcelas passam do total em %(difference)s. Ajuste-as, ou use Acertar pelo total ou Montar parcelas.")
            if difference > 0
            else _("Faltam %(difference)s nas parcelas. Ajuste-as, ou use Acertar pelo total ou Montar parcelas.")
        )
        raise BadPrice("instalments", sentence, difference=format_brl(abs(difference)))


def _placed(line: PricedLine, index: int) -> LineTotals:
    try:
        return line_totals(line)
    except BadPrice as bad:
        raise bad.under(f"lines.{index}") from None


def _discount(discount: Discount, base: Decimal, too_much: str) -> Decimal:
    if not discount.kind:
        return ZERO
    if not discount.value.is_finite() or discount.value < 0:
        raise BadPrice("discount_value", _("O desconto não pode ser negativo."))
    if discount.kind == "percent":
        if discount.value > HUNDRED:
            raise BadPrice("discount_value", _("O desconto não pode passar de cem por cento."))
        return percent_of(base, discount.value)
    if discount.value > base:
        raise BadPrice("discount_value", too_much)
    return cents(discount.value)


def _freight(freight: Decimal) -> Decimal:
    if not freight.is_finite() or freight < 0:
        raise BadPrice("freight", _("O frete não pode ser negativo."))
    if freight > LARGEST:
        raise BadPrice("freight", _("O frete é grande demais."))
    return cents(freight)
