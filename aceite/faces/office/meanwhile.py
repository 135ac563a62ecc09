"""Two people wrote at once: what the other one saved, beside what was typed here."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from aceite.core.proposals.drafts import Draft, DraftLine
from aceite.faces.office.forms.proposal import HeadForm
from aceite.faces.ui.formats import trimmed
from aceite.kit.brazil import format_date_br
from aceite.kit.money import format_brl


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its name, what is stored now, what was typed here."""

    label: str
    theirs: str
    mine: str


def differences(theirs: Draft, mine: Draft) -> Iterator[Difference]:
    """Whatever differs between the stored draft and the typed one."""
    for name in (f.name for f in fields(Draft) if f.name not in {"lines", "instalments", "consumer_relation"}):
        stored, typed = getattr(theirs, name), getattr(mine, name)
        if stored != typed:
            yield Difference(str(HeadForm.base_fields[name].label), _written(stored), _written(typed))
    for number in range(max(len(theirs.lines), len(mine.lines))):
        stored_line = _line(theirs.lines[number]) if number < len(theirs.lines) else ""
        typed_line = _line(mine.lines[number]) if number < len(mine.lines) else ""
        if stored_line != typed_line:
            yield Difference(_("Linha %(number)s") % {"number": number + 1}, stored_line, typed_line)
    if theirs.instalments != mine.instalments:
        yield Difference(_("Parcelas"), _plan(theirs), _plan(mine))


def _written(value: object) -> str:
    if isinstance(value, Decimal):
        return trimmed(value)
    if isinstance(value, date):
        return format_date_br(value)
    text = str(value)
    return text if len(text) <= 160 else f"{text[:160]}…"


def _line(line: DraftLine) -> str:
    note = f" · {line.note}" if line.note else ""
    discount = f" − {trimmed(line.discount_value)}" if line.discount_value else ""
    return f"{line.name}: {trimmed(line.quantity)} {line.unit} × {trimmed(line.unit_price, 2)}{discount}{note}"


def _plan(draft: Draft) -> str:
    return "; ".join(f"{format_date_br(p.due_on)} {format_brl(p.amount)}" for p in draft.instalments)
