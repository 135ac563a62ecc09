"""The forms of a proposal being written: made from the stored draft or what was posted, read back into a draft."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aceite.core.catalog.models import Item
from aceite.core.proposals.choices import LineChoice
from aceite.core.proposals.cleaning import DraftRefused
from aceite.core.proposals.drafts import LIMITS, Draft, DraftInstalment, DraftLine, new_line_key
from aceite.core.proposals.pricing import Discount, PricedLine
from aceite.faces.office.forms.proposal import HeadForm, InstalmentForm, LineForm, PlanForm, SectionForm
from aceite.faces.office.forms.rows import Row, Rows, rows_of
from aceite.faces.ui.forms import Form

_ZERO: Final = Decimal(0)


@dataclass
class Typed:
    """What stands in the page: raw as posted, or values of the stored draft."""

    head: dict[str, Any]
    lines: Rows
    instalments: Rows
    plan: dict[str, Any]
    revision: str
    find: str = ""
    # From what this page began, and what two editors contradict each other in; see `sheets`.
    base: str = ""
    conflicts: list[str] = field(default_factory=list)

    @classmethod
    def stored(cls, draft: Draft, revision: int) -> "Typed":
        """What is stored."""
        head = {name: value for name, value in asdict(draft).items() if name not in {"lines", "instalments"}}
        head["discount_value"] = head["discount_value"] or None
        head["freight"] = head["freight"] or None
        for name in ("adjustment_rate", "down_percent", "recurring_day"):
            head[name] = head[name] or None
        lines = list(_line_rows(draft))
        pays = [
            {"down": p.down_payment, "due_on": p.due_on, "amount": p.amount, "method": p.method}
            for p in draft.instalments
        ]
        return cls(head, Rows(lines or [blank_line()]), Rows(pays), {}, str(revision))

    @classmethod
    def posted(cls, data: Mapping[str, Any]) -> "Typed":
        """What was posted."""
        head = {name: data.get(name, "") for name in HeadForm.base_fields}
        head["consumer_relation"] = bool(data.get("consumer_relation"))
        plan = {name: data.get(name, "") for name in PlanForm.base_fields}
        lines, pays = Rows(rows_of(data, "lines")), Rows(rows_of(data, "pays"))
        find, conflicts = str(data.get("find", "")).strip()[:120], str(data.get("conflicts", "")).split("\n")
        told = [name.strip() for name in conflicts if name.strip()]
        return cls(head, lines, pays, plan, str(data.get("revision", "")), find, str(data.get("began", "")), told)


def blank_line(item: Item | None = None, price: Decimal | None = None) -> Row:
    """A new line, free or from the catalogue; `price` is what one unit costs this customer."""
    if item is None:
        return {"key": new_line_key(), "name": "", "quantity": "1", "unit": "un", "kind": "product"}
    return {
        "key": new_line_key(), "item": item.pk, "kind": item.kind, "code": item.code, "name": item.name,
        "description": item.description, "unit": item.unit, "quantity": Decimal(1),
        "unit_price": item.price if price is None else price, "recurs": item.recurs, "periods": item.periods or "",
    }  # fmt: skip


def _line_rows(draft: Draft) -> Iterator[Row]:
    above = ""
    for line in draft.lines:
        if line.section != above:
            yield {"heading": line.section}
        above = line.section
        yield _line_row(line)


def _line_row(line: DraftLine) -> Row:
    row = asdict(line)
    row["item"] = row.pop("item_id")
    for name in ("discount_value", "periods", *LIMITS):
        row[name] = row[name] or None
    del row["section"]
    return row


class Forms:
    """All forms of the page; bound ones judge what was typed, unbound ones only show it."""

    def __init__(self, typed: Typed, *, bound: bool) -> None:
        self.bound = bound
        self.head = self._form(HeadForm, typed.head)
        self.rows = [
            self._form(SectionForm if "heading" in row else LineForm, row, f"lines-{i}")
            for i, row in enumerate(typed.lines.rows)
        ]
        self.instalments = [
            self._form(InstalmentForm, row, f"pays-{i}") for i, row in enumerate(typed.instalments.rows)
        ]
        self._call_rows()

    def _call_rows(self) -> None:
        for number, form in enumerate(self.lines, start=1):
            form.called = _("Linha %(number)s") % {"number": number}
        for number, form in enumerate(self.headings, start=1):
            form.called = _("Seção %(number)s") % {"number": number}
        count = 0
        for form in self.instalments:
            down = str(form["down"].value()) == "True"
            count += not down
            form.called = _("Entrada") if down else _("%(number)sª parcela") % {"number": count}

    def _form(self, kind: type[Form], row: Row, prefix: str | None = None) -> Form:
        # A line nobody wrote in is no line: nothing is missing in it.
        if not self.bound or (kind is LineForm and not (row.get("name") or row.get("unit_price"))):
            return kind(initial=row, prefix=prefix)
        # An unticked box is not posted at all.
        posted = {name: value for name, value in row.items() if value is not False}
        return kind({f"{prefix}-{name}" if prefix else name: value for name, value in posted.items()}, prefix=prefix)

    @property
    def lines(self) -> list[Form]:
        """The lines, without the headings between them."""
        return [form for form in self.rows if isinstance(form, LineForm)]

    @property
    def headings(self) -> list[Form]:
        """The headings of sections."""
        return [form for form in self.rows if isinstance(form, SectionForm)]

    @property
    def written(self) -> list[Form]:
        """The lines somebody wrote in: a line left blank is no line."""
        return [form for form in self.lines if _is_written(form)]

    def is_valid(self) -> bool:
        """Whether all that was typed can be read; every form keeps its errors."""
        judged = [form.is_valid() for form in (self.head, *self.headings, *self.written, *self.instalments)]
        for form in self._empty_sections():
            form.add_error("heading", _("Inclua um item nesta seção ou remova-a."))
        return all(judged) and not any(form.errors for form in self.headings)

    def draft(self) -> Draft:
        """What was typed, as the verb takes it."""
        lines = tuple(_draft_line(form.cleaned_data, section) for section, form in self._sectioned())
        pays = tuple(_draft_payment(form.cleaned_data) for form in self.instalments)
        return Draft(**_filled(self.head.cleaned_data), lines=lines, instalments=pays)

    def place(self, refused: DraftRefused) -> None:
        """Put each problem beside its field."""
        for problem in refused.problems:
            kind, _point, rest = problem.field.partition(".")
            number, _point, name = rest.partition(".")
            forms = {"lines": self.written, "instalments": self.instalments}.get(kind, [])
            if number.isdecimal() and int(number) < len(forms):
                form, name = forms[int(number)], name
            else:
                form, name = self.head, problem.field
            form.add_error(name if name in form.fields else None, problem.sentence)

    def priced_lines(self) -> list[tuple[int, PricedLine | None]]:
        """Each line that has a price, with its row, as the arithmetic takes it; None where a number cannot be read."""
        priced = [(i, form) for i, form in enumerate(self.rows) if isinstance(form, LineForm)]
        return [(i, _priced(form)) for i, form in priced if form["unit_price"].value() not in (None, "")]

    def _sectioned(self) -> Iterator[tuple[str, Form]]:
        section = ""
        for form in self.rows:
            if isinstance(form, SectionForm):
                section = form.cleaned_data["heading"]
            elif _is_written(form):
                yield section, form

    def _empty_sections(self) -> Iterator[Form]:
        filled = False
        for form in reversed(self.rows):
            if isinstance(form, LineForm):
                filled = filled or _is_written(form)
                continue
            if not filled and form.cleaned_data.get("heading"):
                yield form
            filled = False

    def discount(self) -> Discount:
        """The discount on the total; raises ValidationError while it cannot be read."""
        return Discount(str(self.head["discount_kind"].value() or ""), number_in(self.head, "discount_value"))

    def freight(self) -> Decimal:
        """What the freight costs; raises ValidationError while it cannot be read."""
        return number_in(self.head, "freight")

    def rate(self) -> Decimal:
        """What percentage the way of paying adds; raises ValidationError while it cannot be read."""
        return number_in(self.head, "adjustment_rate")


def number_in(form: Form, name: str) -> Decimal:
    """The number typed in a field, 0 when empty; raises ValidationError."""
    if form[name].value() in (None, ""):
        return _ZERO
    value: Decimal | int | None = form.fields[name].clean(form[name].value())
    return _ZERO if value is None else Decimal(value)


def _is_written(form: Form) -> bool:
    return bool((form["name"].value() or "").strip() or form["unit_price"].value())


def _priced(form: Form) -> PricedLine | None:
    try:
        discount = Discount(str(form["discount_kind"].value() or ""), number_in(form, "discount_value"))
        counts = str(form["choice"].value() or "") != LineChoice.OUT
        recurs, periods = str(form["recurs"].value() or ""), int(number_in(form, "periods"))
        numbers = (number_in(form, "quantity"), number_in(form, "unit_price"))
        return PricedLine(*numbers, discount, counts, recurs, periods)
    except ValidationError:
        return None


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    numbers = ("discount_value", "freight", "adjustment_rate", "down_percent", *LIMITS)
    zeros = {**dict.fromkeys(numbers, _ZERO), "recurring_day": 0, "periods": 0}
    return {name: (zeros.get(name) if value is None else value) for name, value in values.items()}


def _draft_line(values: dict[str, Any], section: str) -> DraftLine:
    filled = _filled(values)
    return DraftLine(item_id=filled.pop("item"), section=section, **filled)


def _draft_payment(values: dict[str, Any]) -> DraftInstalment:
    return DraftInstalment(values["due_on"], values["amount"], values["method"], down_payment=values["down"])
