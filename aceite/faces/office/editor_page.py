"""The page on which a proposal is written: forms, prices as the server counts them, what the catalogue holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from aceite.core.catalog.models import Item
from aceite.core.companies.moments import moment_words
from aceite.core.conditions.usual import Condition
from aceite.core.prices.rungs import Rung
from aceite.core.proposals.choices import LineChoice
from aceite.core.proposals.cleaning import MAX_LINES
from aceite.core.proposals.drafts import LIMITS
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.pricing import BadPrice, Totals, price
from aceite.core.proposals.recurring import MONTHS
from aceite.core.proposals.recurring_words import recurring_words, rhythm_words
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.conditions import offered
from aceite.faces.office.editor_forms import Forms, Typed, blank_line, number_in
from aceite.faces.office.editor_plan import NoPlan, follow_total, shown_plan, use_condition, use_numbers
from aceite.faces.office.editor_prices import Prices, prices_of_rows
from aceite.faces.office.forms.proposal import LineForm, PlanForm, SectionForm
from aceite.faces.office.meanwhile import Difference, differences
from aceite.faces.office.sheets import as_base, sheet_of
from aceite.faces.office.written import Written
from aceite.faces.ui.fields import as_error
from aceite.faces.ui.formats import rhythms_for_script, trimmed
from aceite.faces.ui.forms import Form
from aceite.kit.money import format_brl

FOUND_AT_MOST = 12
# The fields of a line that stand behind *details*.
_DETAILS = ("note", "description", "code", "kind", "choice", *LIMITS, "recurs", "periods")
_LONG = 5


@dataclass(frozen=True)
class LineRow:
    """One line, or the heading of a section, as the page shows it; `position` is its place as people count."""

    form: Form
    number: int
    position: int
    last: bool
    total: Decimal | None
    focus: str = ""
    listed: Rung | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it opens a section; `total` is then what the section adds up to."""
        return isinstance(self.form, SectionForm)

    @property
    def behind(self) -> str:
        """What is written behind *details*, as its closed head shows it."""
        chosen = str(self.form["choice"].value() or "")
        said = str(LineChoice(chosen).label).capitalize() if chosen in {LineChoice.IN, LineChoice.OUT} else ""
        most = self.form["quantity_most"].value()
        until = _("até %(quantity)s à escolha") % {"quantity": most_words(most)} if most else ""
        written = (str(self.form[name].value() or "").strip() for name in ("note", "description"))
        return " · ".join(text for text in (said, until, self._rhythm, *written) if text)

    @property
    def _rhythm(self) -> str:
        recurs, periods = str(self.form["recurs"].value() or ""), str(self.form["periods"].value() or "0")
        known = recurs in MONTHS and periods.isdecimal() and len(periods) < _LONG
        return rhythm_words(recurs, int(periods)) if known else ""

    @property
    def open(self) -> bool:
        """Whether the details stand open: something there is wrong."""
        return any(name in self.form.errors for name in _DETAILS)


def most_words(most: object) -> str:
    """A bound as it was typed, or as it is kept: without idle zeros."""
    return trimmed(most) if isinstance(most, Decimal) else str(most)


@dataclass(frozen=True)
class PayRow:
    """One instalment as the page shows it."""

    form: Form
    number: int
    label: str


@dataclass
class EditorPage:
    """Everything the editor's templates show."""

    request: OfficeRequest
    written: Written
    typed: Typed
    bound: bool = False
    plan_error: str = ""
    found: list[Item] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._read()

    @property
    def most_lines(self) -> int:
        """As many lines as a proposal takes; and as many headings."""
        return MAX_LINES

    def _read(self) -> None:
        self.forms = Forms(self.typed, bound=self.bound)
        self.priced: Totals | None = None
        self.unpriced = ""
        self._line_totals: dict[int, Decimal] = {}
        self._price()

    @classmethod
    def stored(cls, request: OfficeRequest, written: Written) -> "EditorPage":
        """The page as the draft was last saved."""
        typed = Typed.stored(written.draft(), written.revision)
        typed.base = as_base(typed)
        return cls(request, written, typed)

    @property
    def head(self) -> Form:
        """Everything but lines and plan."""
        return self.forms.head

    @property
    def revision(self) -> str:
        """Which saving this page began from."""
        return self.typed.revision

    @property
    def base(self) -> str:
        """What stood when this page began, for putting two editors' work together."""
        return self.typed.base

    @property
    def conflicts(self) -> list[Difference]:
        """What somebody else saved and what is typed here contradict each other in."""
        if not self.typed.conflicts:
            return []
        stored = Typed.stored(self.written.draft(), 0)
        return list(differences(self.typed.conflicts, sheet_of(self.typed), sheet_of(stored)))

    @property
    def conflicts_posted(self) -> str:
        """Their names, as the form hands them back."""
        return "\n".join(self.typed.conflicts)

    @property
    def saved_words(self) -> str:
        """When the draft was last saved."""
        saved_at = self.written.saved_at
        return _("Salvo em %(moment)s") % {"moment": moment_words(saved_at)} if saved_at else ""

    @property
    def blanks(self) -> tuple[LineRow, LineRow]:
        """A line and a heading nobody has written in, for the page to make more of."""
        line = LineForm(initial=blank_line() | {"key": ""}, prefix="lines-0")
        return LineRow(line, 0, 1, False, None), LineRow(SectionForm(prefix="lines-0"), 0, 1, False, None)

    @property
    def find(self) -> str:
        """What is sought in the catalogue."""
        return self.typed.find

    @property
    def adjustment_label(self) -> str:
        """Why the way of paying changes the total."""
        name = str(self.head["adjustment_name"].value() or "").strip()
        return ProposalVersion(adjustment_name=name, adjustment_rate=self.forms.rate()).adjustment_label

    @property
    def recurring(self) -> str:
        """What recurs, as the totals show it."""
        return " + ".join(recurring_words(part) for part in self.priced.recurring) if self.priced else ""

    @property
    def rhythms(self) -> str:
        """The words of each rhythm as JSON, for the totals to say the same under the typing hand."""
        return rhythms_for_script()

    @property
    def lines(self) -> list[LineRow]:
        """The lines in their order."""
        rows, last = self.typed.lines, len(self.forms.rows) - 1
        focus = {rows.touched: rows.focus} if rows.touched is not None else {}
        for number, name in focus.items():
            form = self.forms.rows[number]
            name = "heading" if isinstance(form, SectionForm) and name == "name" else name
            if name in form.fields:
                form.fields[name].widget.attrs["autofocus"] = True
        places = self._places()
        return [
            LineRow(form, i, places[i], i == last, self._line_totals.get(i), focus.get(i, ""), self._listed(form))
            for i, form in enumerate(self.forms.rows)
        ]

    @cached_property
    def prices(self) -> Prices:
        """What the items on the page cost this customer."""
        return prices_of_rows(self.request, self.written.customer, self.typed.lines.rows)

    def _listed(self, form: Form) -> Rung | None:
        return None if isinstance(form, SectionForm) else self.prices.offer(form)

    def _places(self) -> list[int]:
        # Lines and headings are counted each for themselves.
        counts = {True: 0, False: 0}
        places = []
        for form in self.forms.rows:
            is_heading = isinstance(form, SectionForm)
            counts[is_heading] += 1
            places.append(counts[is_heading])
        return places

    @property
    def instalments(self) -> list[PayRow]:
        """The payments in their order, the down payment first."""
        return [PayRow(form, number, form.called) for number, form in enumerate(self.forms.instalments)]

    @property
    def plan(self) -> PlanForm:
        """From what the instalments are made."""
        return shown_plan(self.typed, self.conditions, self._today)

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """The named conditions, by the key a form has for them."""
        return offered(self.request)

    @property
    def _today(self) -> date:
        return timezone.localdate(timezone=self.request.scope.company.tz)

    @property
    def plan_gap(self) -> str:
        """Says when the instalments do not add up to the total."""
        if self.priced is None or not self.forms.instalments:
            return ""
        try:
            paid = sum((number_in(form, "amount") for form in self.forms.instalments), Decimal(0))
        except ValidationError:
            return _("Há uma parcela sem valor legível.")
        gap = self.priced.total - paid
        if not gap:
            return ""
        words = {"gap": format_brl(abs(gap))}
        return (
            _("Faltam %(gap)s nas parcelas.") % words
            if gap > 0
            else _("As parcelas passam do total em %(gap)s.") % words
        )

    def make_plan(self) -> None:
        """Replace the instalments by those of the numbers typed for this proposal."""
        self._plan(lambda: use_numbers(self.typed, self.conditions, self._total(), today=self._today))

    def use_condition(self) -> None:
        """Replace the instalments, and what is said of them, by those of the chosen condition."""
        off = self.request.scope.company.days_off
        self._plan(lambda: use_condition(self.typed, self.conditions, self._total, today=self._today, off=off))

    def follow_total(self) -> None:
        """Make the instalments that stand add up to the total again."""
        self._plan(lambda: follow_total(self.typed, self._total()))

    def _plan(self, make: Callable[[], None]) -> None:
        try:
            make()
        except NoPlan as missing:
            self.plan_error = str(missing)
        except ValidationError as unread:
            self.plan_error = " ".join(unread.messages)
        self._read()

    def _total(self) -> Decimal | None:
        self._read()
        return self.priced.total if self.priced else None

    def search(self, text: str) -> None:
        """Look something up in the catalogue."""
        items = self.request.scope.items.active().matching(text).best_first(text)
        self.found = list(items[:FOUND_AT_MOST]) if text else []

    def _price(self) -> None:
        numbered = self.forms.priced_lines()
        unread = [self._places()[i] for i, line in numbered if line is None]
        if not numbered or unread:
            self.unpriced = (
                _("Acrescente um item com preço.")
                if not numbered
                else _("Falta ler a linha %(line)s.") % {"line": unread[0]}
            )
            return
        try:
            lines = [line for _i, line in numbered if line is not None]
            self.priced = price(lines, self.forms.discount(), self.forms.freight(), self.forms.rate())
        except (BadPrice, ValidationError) as bad:
            refused = as_error(bad) if isinstance(bad, BadPrice) else bad
            self.unpriced = " ".join(refused.messages)
            return
        self._line_totals = {i: line.total for (i, _line), line in zip(numbered, self.priced.lines, strict=True)}
        self._line_totals |= self._section_totals()

    def _section_totals(self) -> dict[int, Decimal]:
        totals: dict[int, Decimal] = {}
        heading = None
        for i, form in enumerate(self.forms.rows):
            if isinstance(form, SectionForm):
                heading = i
                totals[i] = Decimal(0)
            elif heading is not None and form["choice"].value() != LineChoice.OUT and not form["recurs"].value():
                totals[heading] += self._line_totals.get(i, Decimal(0))
        return totals
