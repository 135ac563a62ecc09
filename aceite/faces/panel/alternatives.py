"""Several offers for one need, side by side: what they have in common, and in what they differ."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.companies.moments import deadline_words
from aceite.core.proposals.models import Line, Proposal, ProposalVersion
from aceite.core.proposals.paper import choice_words, discount_words, so_many
from aceite.core.proposals.states import State
from aceite.faces.panel.access import PanelRequest, Scope, panel
from aceite.faces.panel.reading import shown, state_word
from aceite.faces.panel.rows import plan_words
from aceite.kit.money import format_brl


@dataclass(frozen=True)
class Cell:
    """What one alternative says under a label; `differs` where another says something else."""

    label: str
    text: str
    more: str = ""
    differs: bool = False


Column = dict[str, Cell]
_NOTHING = Cell("", "")


@dataclass(frozen=True)
class Alternative:
    """One of them, from top to bottom; its cells stand in the same order in all."""

    proposal: Proposal
    version: ProposalVersion
    state: str
    url: str
    approve_url: str
    items: list[Cell]
    conditions: list[Cell]


@require_safe
@panel()
def alternatives(request: PanelRequest, number: str) -> HttpResponse:
    """All that this person sees of the group, each with its way on."""
    at = timezone.now()
    sale = shown(request.scope, number, at=at)
    others = request.scope.siblings(sale.proposal)
    if not others:
        raise Http404
    sales = sorted([sale.proposal, *others], key=lambda one: (one.year, one.sequence))
    found = _compared(request.scope, sales, at=at)
    return render(request, "panel/alternatives.html", {"sale": sale, "alternatives": found})


def _compared(scope: Scope, sales: Sequence[Proposal], *, at: datetime) -> list[Alternative]:
    pairs = [(one, one.shown) for one in sales if one.shown is not None]
    items = _level(_items([list(version.lines.all()) for _sale, version in pairs], prices=scope.sees_prices))
    conditions = _level([{cell.label: cell for cell in _conditions(scope, *pair)} for pair in pairs])
    return [
        Alternative(
            proposal=one,
            version=version,
            state=state_word(one, version, newest=version, at=at),
            url=scope.url("proposal", one.number),
            approve_url=_approve_url(scope, one, at),
            items=items[place],
            conditions=conditions[place],
        )
        for place, (one, version) in enumerate(pairs)
    ]


def _approve_url(scope: Scope, sale: Proposal, at: datetime) -> str:
    answers = sale.state_at(at) is State.SENT and scope.may("proposal.approve")
    return scope.url("approve", sale.number) if answers else ""


def _level(columns: Sequence[Column]) -> list[list[Cell]]:
    """The cells of each column, row by row; a row that one of them lacks stands empty there, one that all lack is left
    out."""
    labels: dict[str, str] = {}
    for column in columns:
        for key, cell in column.items():
            if cell.text:
                labels.setdefault(key, cell.label)
    said = {key: {column.get(key, _NOTHING).text for column in columns} for key in labels}
    return [[_cell(column.get(key, _NOTHING), label, said[key]) for key, label in labels.items()] for column in columns]


def _cell(cell: Cell, label: str, said: set[str]) -> Cell:
    return Cell(cell.label or label, cell.text, cell.more, differs=len(said) > 1)


def _items(offers: Sequence[Sequence[Line]], *, prices: bool) -> list[Column]:
    """Lines meet by their keys, which a copy keeps; those that were written anew by code or name."""
    held = Counter(line.key for lines in offers for line in lines if line.key)
    columns: list[Column] = []
    for lines in offers:
        column: Column = {}
        for line in lines:
            name = line.key if held[line.key] > 1 else f"as {line.code or line.name}"
            while name in column:
                name += "'"
            column[name] = Cell(line.name, _line_text(line, prices=prices), choice_words(line))
        columns.append(column)
    return columns


def _line_text(line: Line, *, prices: bool) -> str:
    if not prices:
        return so_many(line.quantity, line.unit)
    rhythm = f" {line.rhythm_words}" if line.recurs else ""
    return f"{so_many(line.quantity, line.unit)} · {format_brl(line.total)}{rhythm}"


def _conditions(scope: Scope, sale: Proposal, version: ProposalVersion) -> Iterator[Cell]:
    titles = scope.contracts.filter(version=version).order_by("position", "pk").values_list("title", flat=True)
    if scope.sees_prices:
        yield Cell(_("Total"), version.price_words)
        yield Cell(_("Desconto"), discount_words(version.discount_kind, version.discount_value))
        yield Cell(_("Pagamento"), plan_words(list(version.instalments.all()), version.payment_text))
    yield Cell(_("Prazo de entrega"), version.delivery_term)
    yield Cell(_("Garantia"), version.warranty)
    last = sale.expires_at - timedelta(minutes=1) if sale.expires_at else None
    yield Cell(_("Válida até"), deadline_words(last, scope.company.tz) if last else "")
    yield Cell(_("Contrato"), ", ".join(titles))
