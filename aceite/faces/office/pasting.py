"""Lines from a spreadsheet: pasted or uploaded, looked at, corrected cell by cell, taken into the draft."""

import json
import secrets
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from aceite.core.proposals.cleaning import DraftRefused
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.pasting import Column, Known, Row, columns_of, read_rows
from aceite.core.proposals.states import State
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.editor_prices import prices_for
from aceite.faces.office.forms.pasting import COLUMNS, MOST_LETTERS, PasteForm
from aceite.faces.office.places import go, sale_of
from aceite.faces.office.sale_draft import SaleDraft
from aceite.faces.office.written import Written
from aceite.faces.ui.fields import as_error
from aceite.kit.sentences import Complaint
from aceite.kit.tables import MAX_COLUMNS, MAX_ROWS, Grid, grid_of_file, grid_of_text
from aceite.kit.text import unaccented

_LONGEST_CODE = 30


@dataclass
class Pasted:
    """The table being looked at: `key` makes the lines of one paste the same however often they are sent."""

    grid: Grid
    columns: list[Column]
    key: str
    rows: list[Row] = field(default_factory=list)

    @property
    def table(self) -> str:
        """The cells, as the page hands them back."""
        return json.dumps(self.grid, ensure_ascii=False)

    @property
    def good(self) -> int:
        """How many lines would be taken."""
        return sum(row.good and not row.heading for row in self.rows)

    @property
    def bad(self) -> int:
        """How many rows have something to be corrected."""
        return sum(not row.good and not row.is_sum for row in self.rows)

    @property
    def heads(self) -> list[tuple[int, str]]:
        """Each column with what it is taken for."""
        return list(enumerate(column.value for column in self.columns))


@require_http_methods(["GET", "HEAD", "POST"])
@office("proposal.edit")
def paste_lines(request: OfficeRequest, number: str) -> HttpResponse:
    """Lines for the draft of a sale."""
    sale = sale_of(request, number)
    if sale.state != State.DRAFT:
        messages.warning(request, _("Uma versão enviada não se edita. Abra uma nova versão para mudar a proposta."))
        return go(request, "sale", sale.number)
    return paste_into(request, SaleDraft(request, sale))


def paste_into(request: OfficeRequest, written: Written) -> HttpResponse:
    """First the table, then a look at it, then its lines in the draft."""
    if request.method != "POST":
        return _page(request, written, form=PasteForm())
    if "table" not in request.POST:
        return _first_look(request, written)
    pasted = _posted(request, written)
    if pasted is None:
        return HttpResponseRedirect(request.path)
    taking = request.POST.get("do") == "take"
    return _take(request, written, pasted) if taking else _page(request, written, pasted=pasted)


def _first_look(request: OfficeRequest, written: Written) -> HttpResponse:
    form = PasteForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            grid = grid_of_file(file.read()) if file else grid_of_text(form.cleaned_data["text"])
        except Complaint as complaint:
            form.add_error("file" if file else "text", as_error(complaint))
        else:
            return _page(request, written, pasted=_guessed(request, written, grid))
    return _page(request, written, form=form, status=422)


def _guessed(request: OfficeRequest, written: Written, grid: Grid) -> Pasted:
    known = _catalogue(request, written, [cell for row in grid for cell in row])
    columns, has_heading = columns_of(grid, lambda text: unaccented(text) in known)
    rows = grid[1:] if has_heading else grid
    return Pasted(rows, columns, secrets.token_urlsafe(7), read_rows(rows, columns, known))


def _posted(request: OfficeRequest, written: Written) -> Pasted | None:
    """The table as the page handed it back, with the cells corrected there; None when it is no such table."""
    try:
        grid = json.loads(request.POST["table"][: MOST_LETTERS * 2])
        width = len(grid[0]) if grid else 0
        fits = len(grid) <= MAX_ROWS and width <= MAX_COLUMNS and all(len(row) == width for row in grid)
        columns = [Column(request.POST.get(f"column-{at}", "")) for at in range(width)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not fits:
        return None
    cells = [[str(request.POST.get(f"cell-{i}-{j}", cell)) for j, cell in enumerate(row)] for i, row in enumerate(grid)]
    at = [index for index, column in enumerate(columns) if column is Column.CODE]
    known = _catalogue(request, written, [row[index] for row in cells for index in at])
    return Pasted(cells, columns, str(request.POST.get("key", ""))[:10], read_rows(cells, columns, known))


def _catalogue(request: OfficeRequest, written: Written, texts: list[str]) -> dict[str, Known]:
    codes = {text for text in texts if text and len(text) <= _LONGEST_CODE}
    items = list(request.scope.items.active().of_codes(codes)) if codes else []
    rungs = prices_for(request, written.customer, items).ladders
    return {
        unaccented(item.code): Known(
            item.pk,
            item.code,
            item.name,
            item.kind,
            item.unit,
            item.price,
            item.description,
            item.recurs,
            item.periods,
            rungs[item.pk],
        )
        for item in items
    }


def _take(request: OfficeRequest, written: Written, pasted: Pasted) -> HttpResponse:
    try:
        written.add(_lines(pasted))
    except DraftRefused as refused:
        return _page(
            request, written, pasted=pasted, refused=[problem.sentence for problem in refused.problems], status=422
        )
    words = ngettext("%(count)s linha incluída.", "%(count)s linhas incluídas.", pasted.good)
    messages.success(request, words % {"count": pasted.good})
    if not pasted.bad:
        return HttpResponseRedirect(written.here)
    return _page(request, written, pasted=_left_of(pasted))


def _left_of(pasted: Pasted) -> Pasted:
    """The rows to be corrected, each below the heading of its section."""
    left: list[tuple[list[str], Row]] = []
    above: tuple[list[str], Row] | None = None
    for cells, row in zip(pasted.grid, pasted.rows, strict=True):
        if row.heading:
            above = cells, row
        elif not row.good and not row.is_sum:
            left += [above] if above else []
            left.append((cells, row))
            above = None
    return Pasted([cells for cells, _r in left], pasted.columns, secrets.token_urlsafe(7), [row for _c, row in left])


def _lines(pasted: Pasted) -> list[DraftLine]:
    lines, section = [], ""
    for number, row in enumerate(pasted.rows):
        section = row.heading or section
        if row.good and not row.heading:
            lines.append(DraftLine(**row.values, section=section, key=f"{pasted.key}-{number}"))
    return lines


def _page(
    request: OfficeRequest,
    written: Written,
    *,
    form: PasteForm | None = None,
    pasted: Pasted | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "pasted": pasted,
        "refused": refused or [],
        "columns": COLUMNS,
        "edit_url": written.here,
        "edit_label": written.label,
        "here": request.path,
    }
    return render(request, "office/sales/paste.html", context, status=status)
