"""What of an offer can be chosen, as the page shows it and as it comes back: picks, totals, payments."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Self

from django.utils.translation import gettext as _

from aceite.core.proposals.choosing import payments_of
from aceite.core.proposals.cleaning import CleanDraft
from aceite.core.proposals.drafts import DraftLine, lines_of, plan_of
from aceite.core.proposals.options import Pick, can_be_chosen, checked
from aceite.core.proposals.paper import limits_named
from aceite.core.proposals.pricing import LineTotals
from aceite.core.proposals.recurring_words import price_words, rhythm_words
from aceite.core.sales.choosing import ChoiceUnfit, preview_choice
from aceite.core.sales.offer_choices import OfferChoice
from aceite.faces.panel.reading import Shown
from aceite.faces.panel.rows import plan_words
from aceite.faces.ui.formats import rhythms_for_script
from aceite.kit.money import format_decimal_br

_LONGEST = 20


@dataclass(frozen=True)
class OptionRow:
    """One line that can be chosen. `total` is what it comes to as picked, whether or not it counts."""

    line: DraftLine
    pick: Pick
    totals: LineTotals | None
    problem: str

    @property
    def optional(self) -> bool:
        """Whether it can be left out."""
        return bool(self.line.choice)

    @property
    def rhythm(self) -> str:
        """How often it is paid; nothing for what is paid once."""
        return rhythm_words(self.line.recurs, self.line.periods)

    @property
    def hint(self) -> str:
        """Which quantities the company offers."""
        words = limits_named(self.line.limits, self.line.unit)
        if self.line.limits.step == 1:
            return _("De %(least)s a %(most)s %(unit)s") % words
        return _("De %(least)s a %(most)s %(unit)s, de %(step)s em %(step)s") % words

    @property
    def wrong(self) -> str:
        """What is said beside a quantity that is none of them."""
        return _wrong(self.line)

    @property
    def bounds(self) -> dict[str, str]:
        """Quantity and limits as a number field has them."""
        limits = self.line.limits
        named = {"value": self.pick.quantity, "min": limits.least, "max": limits.most, "step": limits.step}
        return {name: f"{value.normalize():f}" for name, value in named.items()}


@dataclass
class Options:
    """The lines of a version with what is picked of them; `problems` by the key of a line, "" for the whole."""

    sale: Shown
    lines: tuple[DraftLine, ...]
    picks: dict[str, Pick]
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def standing(cls, sale: Shown) -> Self:
        """As the version has it."""
        lines = lines_of(sale.version)
        return cls(sale, lines, {line.key: Pick.standing(line) for line in lines if can_be_chosen(line)})

    @classmethod
    def posted(cls, sale: Shown, data: Mapping[str, Any]) -> Self:
        """As the page sent it back; what is no quantity is told beside its line."""
        made = cls.standing(sale)
        for line in made.lines:
            if line.key in made.picks:
                made._read(line, data)
        return made

    def _read(self, line: DraftLine, data: Mapping[str, Any]) -> None:
        taken = not line.choice or f"take-{line.key}" in data
        quantity = line.quantity
        # Of what is left out nobody needs a quantity.
        if line.limits.open and taken:
            quantity = _quantity(str(data.get(f"quantity-{line.key}", "")), line.quantity)
            if not line.limits.allow(quantity):
                self.problems[line.key] = _wrong(line)
                quantity = line.quantity
        self.picks[line.key] = Pick(taken, quantity)

    @cached_property
    def after(self) -> CleanDraft | None:
        """What the offer comes to as picked; none where it cannot be had, which is then told."""
        try:
            return preview_choice(self.sale.version, self.picks)
        except ChoiceUnfit as unfit:
            self.problems.setdefault(unfit.line if unfit.line in self.picks else "", str(unfit))
            return None

    @property
    def rows(self) -> list[OptionRow]:
        """The lines that can be chosen, in their order."""
        totals = self.after.totals.lines if self.after else (None,) * len(self.lines)
        return [
            OptionRow(line, self.picks[line.key], of_line, self.problems.get(line.key, ""))
            for line, of_line in zip(self.lines, totals, strict=True)
            if line.key in self.picks
        ]

    @property
    def fixed(self) -> list[DraftLine]:
        """The lines that are simply part of it."""
        return [line for line in self.lines if line.key not in self.picks]

    @property
    def whole_problem(self) -> str:
        """What is wrong with the combination."""
        return self.problems.get("", "") if self.after is None else ""

    @property
    def beside_a_line(self) -> bool:
        """Whether a line has to be put right before anything can be confirmed."""
        return any(self.problems)

    @property
    def price(self) -> str:
        """All it costs as picked, in one line."""
        return price_words(self.after.totals.total, self.after.totals.recurring) if self.after else "—"

    @property
    def plan(self) -> str:
        """How that is paid, in a few words."""
        return (
            plan_words(payments_of(self.after.draft.instalments), self.sale.version.payment_text) if self.after else ""
        )

    @property
    def changed(self) -> bool:
        """Whether anything is picked that does not stand already."""
        return bool(checked(self.lines, self.picks))

    def for_script(self) -> str:
        """What the browser counts with, as JSON: numbers as people write them, named as the editor's arithmetic has
        them."""
        version = self.sale.version
        head = {
            "discount_kind": version.discount_kind,
            "discount_value": _typed(version.discount_value, 4),
            "freight": _typed(version.freight, 2),
            "adjustment_rate": _typed(version.adjustment_rate, 4),
        }
        plan = payments_of(plan_of(OfferChoice.vendors_own(version)))
        payments = [{"number": one.number, "amount": _typed(one.amount, 2)} for one in plan]
        counted = {
            "head": head,
            "lines": [_counted(line) for line in self.lines],
            "payments": payments,
            "down_percent": _typed(version.down_percent, 4),
        }
        return json.dumps(counted)

    def words_for_script(self) -> str:
        """How the browser says a price and a payment plan, as JSON."""
        said = {
            "down": _("entrada de %(amount)s") % {"amount": "{amount}"},
            "one": _("1 parcela de %(amount)s") % {"amount": "{amount}"},
            "equal": _("%(count)sx de %(amount)s") % {"count": "{count}", "amount": "{amount}"},
            "several": _("%(count)sx de até %(amount)s") % {"count": "{count}", "amount": "{amount}"},
            "once": _("%(total)s uma vez") % {"total": "{amount}"},
            "text": self.sale.version.payment_text,
            "rhythms": json.loads(rhythms_for_script()),
        }
        return json.dumps(said, ensure_ascii=False)


def _quantity(typed: str, usual: Decimal) -> Decimal:
    """The number typed; what nobody wrote is the usual one, and what is none fits no limits."""
    text = typed.strip().replace(",", ".")
    if not text:
        return usual
    try:
        return Decimal(text) if len(text) <= _LONGEST else Decimal("NaN")
    except InvalidOperation:
        return Decimal("NaN")


def _wrong(line: DraftLine) -> str:
    words = limits_named(line.limits, line.unit)
    return _("Escolha de %(least)s a %(most)s %(unit)s, de %(step)s em %(step)s.") % words


def _typed(value: Decimal, places: int) -> str:
    return format_decimal_br(value, places)


def _counted(line: DraftLine) -> dict[str, str]:
    return {
        "key": line.key,
        "quantity": _typed(line.quantity, 4),
        "unit_price": _typed(line.unit_price, 10),
        "discount_kind": line.discount_kind,
        "discount_value": _typed(line.discount_value, 4),
        "choice": line.choice,
        "recurs": line.recurs,
        "periods": str(line.periods or ""),
    }
