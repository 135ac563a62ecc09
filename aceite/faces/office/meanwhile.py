"""Two people wrote at once: what the other one saved, beside what was typed here, and what was put together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aceite.faces.office.forms.proposal import HeadForm
from aceite.faces.office.reconciling import PLAN, Part, Sheet
from aceite.faces.office.sheets import HEADING, LINE

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
    return text if len(text) <= _AT_MOST else f"{text[:_AT_MOST]}…"


def _line(says: Mapping[str, str]) -> str:
    note = f" · {says['note']}" if says.get("note") else ""
    discount = f" − {_number(says['discount_value'])}" if says.get("discount_value") else ""
    amounts = f"{_number(says.get('quantity', ''))} {says.get('unit', '')} × {_number(says.get('unit_price', ''))}"
    return f"{says.get('name', '')}: {amounts}{discount}{note}"


def _plan(says: Mapping[str, str]) -> str:
    count = len({name.partition(".")[0] for name in says})
    dues = (f"{says.get(f'{i}.due_on', '')} {_number(says.get(f'{i}.amount', ''))}" for i in range(count))
    return "; ".join(dues)


def _number(said: str) -> str:
    return said.replace(".", ",")
