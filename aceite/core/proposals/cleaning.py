"""What people typed into a draft, mended where the intent is plain, or refused field by field."""

from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Final

from django.db.models import CharField, Model, TextField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.catalog.models import ItemKind, Recurrence
from aceite.core.conditions.models import PaymentMethod
from aceite.core.conditions.terms import MAX_PARTS
from aceite.core.proposals.choices import DiscountKind, FreightKind, LineChoice
from aceite.core.proposals.drafts import Draft, DraftInstalment, DraftLine
from aceite.core.proposals.models import Line, Proposal, ProposalVersion
from aceite.core.proposals.options import fit_limits
from aceite.core.proposals.pricing import BadPrice, Discount, Totals, price
from aceite.core.trail.refusals import Refusal, said
from aceite.kit.fonts import refuse_undrawable
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

MAX_LINES: Final = 500
# The down payment is one more row than the parts.
MAX_INSTALMENTS: Final = MAX_PARTS
_LAST_DAY: Final = 31
_CHOICES: Final = {
    "discount_kind": set(DiscountKind.values),
    "freight_kind": set(FreightKind.values),
    "method": set(PaymentMethod.values),
    "kind": set(ItemKind.values),
    "choice": set(LineChoice.values),
    "recurs": set(Recurrence.values),
    "recurring_method": set(PaymentMethod.values),
}
_NEVER_PRINTED: Final = {"internal_notes"}
# Digits before the comma and after it, as the columns hold them.
_ROOM: Final = {
    "quantity": (11, 4),
    "quantity_least": (11, 4),
    "quantity_most": (11, 4),
    "quantity_step": (11, 4),
    "unit_price": (11, 10),
    "discount_value": (11, 4),
    "freight": (13, 2),
    "adjustment_rate": (3, 4),
    "down_percent": (2, 4),
    "amount": (13, 2),
}


@dataclass(frozen=True)
class FieldRefusal:
    """What is wrong with one field; `field` is its path in the draft ("lines.2.quantity")."""

    field: str
    sentence: str


class DraftRefused(Refusal):
    """Some fields cannot be taken; nothing was saved. `problems` has one sentence for each."""

    sentence = gettext_lazy("Alguns campos precisam de atenção. Nada foi perdido: corrija e salve de novo.")

    def __init__(self, problems: list[FieldRefusal]) -> None:
        self.problems = problems
        super().__init__()


@dataclass(frozen=True)
class CleanDraft:
    """A draft that can be saved, how many letters were mended in it, and what it adds up to."""

    draft: Draft
    mended: int
    totals: Totals


@dataclass
class _Desk:
    problems: list[FieldRefusal] = field(default_factory=list)
    mended: int = 0

    def refuse(self, place: str, sentence: str) -> None:
        self.problems.append(FieldRefusal(place, sentence))

    def complain(self, place: str, complaint: Complaint) -> None:
        self.refuse(place, said(complaint))


def clean_draft(draft: Draft) -> CleanDraft:
    """The draft as it can be kept. Raises DraftRefused with every problem found, each with its field."""
    desk = _Desk()
    if len(draft.lines) > MAX_LINES:
        desk.refuse("lines", _too_many_lines())
        raise DraftRefused(desk.problems)
    if len(draft.instalments) > MAX_INSTALMENTS + 1:
        desk.refuse("instalments", _("Uma proposta tem até %(limit)s parcelas.") % {"limit": MAX_INSTALMENTS})
        raise DraftRefused(desk.problems)
    kept: Draft = _cleaned(desk, draft, "", (ProposalVersion, Proposal))
    kept = replace(
        kept,
        lines=tuple(_line(desk, line, f"lines.{i}.") for i, line in enumerate(draft.lines)),
        instalments=tuple(_instalment(desk, p, f"instalments.{i}.") for i, p in enumerate(draft.instalments)),
    )
    if not kept.title:
        desk.refuse("title", _("Dê um título à proposta, por exemplo “Reforma da cozinha”."))
    if kept.freight and kept.freight_kind == FreightKind.NONE:
        desk.refuse("freight_kind", _("Escolha CIF ou FOB para cobrar o frete."))
    if not 0 <= kept.recurring_day <= _LAST_DAY:
        desk.refuse("recurring_day", _("O dia do mês vai de 1 a 31."))
    totals = _totals(desk, kept)
    if desk.problems or totals is None:
        raise DraftRefused(desk.problems)
    return CleanDraft(kept, desk.mended, totals)


def _too_many_lines() -> str:
    return ngettext("Uma proposta tem até %(limit)s item.", "Uma proposta tem até %(limit)s itens.", MAX_LINES) % {
        "limit": MAX_LINES
    }


def _line(desk: _Desk, line: DraftLine, place: str) -> DraftLine:
    told = len(desk.problems)
    kept: DraftLine = _cleaned(desk, line, place, (Line,))
    if not kept.name:
        desk.refuse(f"{place}name", _("Diga o que é este item."))
    # What is paid once has no periods, whatever stayed in the field.
    kept = kept if kept.recurs else replace(kept, periods=0)
    # Numbers that were refused already are not compared.
    return kept if len(desk.problems) > told else _limited(desk, kept, place)


def _limited(desk: _Desk, line: DraftLine, place: str) -> DraftLine:
    try:
        limits = fit_limits(line.limits, line.quantity)
    except BadPrice as bad:
        desk.complain(place + bad.place, bad)
        return line
    return replace(line, quantity_least=limits.least, quantity_most=limits.most, quantity_step=limits.step)


def _instalment(desk: _Desk, payment: DraftInstalment, place: str) -> DraftInstalment:
    kept: DraftInstalment = _cleaned(desk, payment, place, ())
    if kept.amount <= 0:
        desk.refuse(f"{place}amount", _("O valor da parcela precisa ser maior que zero."))
    return kept


def _cleaned(desk: _Desk, part: Any, place: str, rows: tuple[type[Model], ...]) -> Any:
    """The dataclass with its texts cleaned; choices and numbers checked against what the columns can hold."""
    changed: dict[str, Any] = {}
    for each in fields(part):
        value = getattr(part, each.name)
        if each.name in _CHOICES:
            if value not in _CHOICES[each.name]:
                desk.refuse(place + each.name, _("Escolha uma das opções."))
        elif isinstance(value, str):
            changed[each.name] = _text(desk, value, place + each.name, _column(each.name, rows))
        elif isinstance(value, Decimal):
            _number(desk, value, place + each.name, _ROOM[each.name])
    return replace(part, **changed)


def _column(name: str, rows: tuple[type[Model], ...]) -> CharField[str, str] | TextField[str, str]:
    for row in rows:
        for column in row._meta.concrete_fields:
            if column.name == name and isinstance(column, CharField | TextField):
                return column
    raise LookupError(name)


def _text(desk: _Desk, value: str, place: str, column: CharField[str, str] | TextField[str, str]) -> str:
    try:
        cleaned = clean(value, max_length=column.max_length or 0, multiline=isinstance(column, TextField))
        if place not in _NEVER_PRINTED:
            refuse_undrawable(cleaned.text)
    except Complaint as complaint:
        desk.complain(place, complaint)
        return value
    desk.mended += cleaned.mended
    return cleaned.text


def _number(desk: _Desk, value: Decimal, place: str, room: tuple[int, int]) -> None:
    whole, places = room
    if not value.is_finite() or abs(value) >= Decimal(10) ** whole:
        desk.refuse(place, _("O número é grande demais."))
    elif value != value.quantize(Decimal(1).scaleb(-places)):
        desk.refuse(place, _("Use até %(places)s casas depois da vírgula.") % {"places": places})


def totals_of(draft: Draft) -> Totals:
    """What a draft adds up to. Raises BadPrice."""
    off = Discount(draft.discount_kind, draft.discount_value)
    return price([line.priced() for line in draft.lines], off, draft.freight, draft.adjustment_rate)


def _totals(desk: _Desk, draft: Draft) -> Totals | None:
    try:
        return totals_of(draft)
    except BadPrice as bad:
        desk.complain(bad.place, bad)
        return None
