"""Two people wrote at once: what the other one saved, beside what was typed here, and what was put together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.forms import ChoiceField, Field
from django.utils.translation import gettext as _

from aceite.core.companies.moments import day_words
from aceite.core.proposals.paper import discount_words
from aceite.faces.office.forms.proposal import HeadForm, InstalmentForm, LineForm
from aceite.faces.office.reconciling import PLAN, Part, Sheet
from aceite.faces.office.sheets import HEADING, LINE
from aceite.faces.ui.fields import DateBRField, DecimalBRField, MoneyField
from aceite.faces.ui.formats import trimmed
from aceite.faces.ui.templatetags.br import unit_price

_AT_MOST = 160


@dataclass(frozen=True)
class Difference:
    """One part that both changed: its name for the machine, its name for people, what is stored, what was typed."""

    name: str
    label: str
    theirs: str
    mine: str


def differences(names: Iterable[str], mine: Sheet, theirs: Sheet) -> Iterator[Difference]:
    """The parts of these names, side by side."""
    for name in names:
        typed, stored = _part(mine, name), _part(theirs, name)
        if typed is not None and stored is not None:
            yield Difference(name, label_of(name, mine), _written(name, stored.says), _written(name, typed.says))


def label_of(name: str, sheet: Sheet) -> str:
    """How people call a part."""
    if name == PLAN:
        return _("Parcelas")
    if name.startswith(HEADING):
        return _("Seção %(name)s") % {"name": name.removeprefix(HEADING)}
    if name.startswith(LINE):
        lines = [each for each in sheet.rows if each.startswith(LINE)]
        return _("Linha %(number)s") % {"number": lines.index(name) + 1} if name in lines else _("Linha")
    return str(HeadForm.base_fields[name].label)


def _part(sheet: Sheet, name: str) -> Part | None:
    return sheet.plan if name == PLAN else sheet.head.get(name) or sheet.rows.get(name)


def _written(name: str, says: Mapping[str, str]) -> str:
    if name.startswith(LINE):
        return _line(says)
    if name == PLAN:
        return _plan(says)
    text = says.get(name, "")
    if name in HeadForm.base_fields:
        text = _shown(HeadForm.base_fields[name], text)
    return text if len(text) <= _AT_MOST else f"{text[:_AT_MOST]}…"


def _line(says: Mapping[str, str]) -> str:
    fields = {name: _shown(field, says.get(name, "")) for name, field in LineForm.base_fields.items()}
    note = f" · {fields['note']}" if fields["note"] else ""
    discount = f" − {_discount(says)}" if says.get("discount_value") else ""
    return f"{fields['name']}: {fields['quantity']} {fields['unit']} × {fields['unit_price']}{discount}{note}"


def _discount(says: Mapping[str, str]) -> str:
    kind, value = says.get("discount_kind", ""), says["discount_value"]
    try:
        return discount_words(kind, Decimal(value)) or value
    except InvalidOperation:
        return value


def _plan(says: Mapping[str, str]) -> str:
    count = len({name.partition(".")[0] for name in says})
    fields = InstalmentForm.base_fields
    dues = (" ".join(_shown(fields[n], says.get(f"{i}.{n}", "")) for n in ("due_on", "amount")) for i in range(count))
    return "; ".join(dues)


def _shown(field: Field, said: str) -> str:
    """What a field says, as people write it; what could not be read stands as it was typed."""
    try:
        if said and isinstance(field, MoneyField):
            return unit_price(Decimal(said))
        if said and isinstance(field, DecimalBRField):
            return trimmed(Decimal(said))
        if said and isinstance(field, DateBRField):
            return day_words(date.fromisoformat(said))
    except (InvalidOperation, ValueError):
        return said
    if isinstance(field, ChoiceField):
        return next((str(label) for value, label in field.widget.choices if str(value) == said), said)
    return said
