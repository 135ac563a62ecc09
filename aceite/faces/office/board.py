"""The board: the sales by status, each column from its newest on, and the acts that lead from one to another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.states import State
from aceite.core.proposals.tallies import Sum
from aceite.core.rows.keyset import Cursor, KeysetPage, page_at
from aceite.core.sales.filtering import Filters, parts, told
from aceite.core.sales.listing import SaleRow, as_of_now, rows_for
from aceite.core.sales.moves import moves_for
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.places import place
from aceite.faces.office.sale_filters import address_of
from aceite.faces.ui.parts import PLACE
from aceite.faces.ui.statuses import STATUSES

PER_COLUMN: Final = 20
COLUMNS: Final = (State.DRAFT, State.SENT, State.APPROVED, State.ORDER, State.EXPIRED, State.DECLINED)
# The acts a card offers: verb, page, words, and the column it leads to ("" where the card stays).
_ACTS: Final[tuple[tuple[str, str, "str | Promise", str], ...]] = (
    ("proposal.send", "send_sale", gettext_lazy("Enviar ao cliente"), State.SENT.value),
    ("order.make", "order", gettext_lazy("Transformar em pedido"), State.ORDER.value),
    ("proposal.extend", "extend_sale", gettext_lazy("Prorrogar validade"), State.SENT.value),
    ("proposal.remind", "remind_sale", gettext_lazy("Lembrar o cliente"), ""),
    ("proposal.revise", "revise_sale", gettext_lazy("Abrir nova versão"), State.DRAFT.value),
    ("approval.undo", "undo_approval", gettext_lazy("Desfazer aprovação"), State.SENT.value),
    ("proposal.cancel", "cancel_sale", gettext_lazy("Cancelar venda"), "cancelled"),
)
# These open a page of their own: what they ask for is more than a dialog holds.
_WHOLE_PAGES: Final = ("send_sale",)


@dataclass(frozen=True)
class Move:
    """One act a card offers."""

    label: "str | Promise"
    url: str
    to: str
    dialog: bool


@dataclass(frozen=True)
class Card:
    """One sale of a column."""

    row: SaleRow
    moves: list[Move]


@dataclass(frozen=True)
class Column:
    """The sales of one state: how many, worth what, the first of them, and where the next ones are."""

    state: str
    label: "str | Promise"
    count: int
    total: Decimal
    cards: list[Card]
    more: str
    url: str


@require_safe
@office("sale.see")
def board(request: OfficeRequest) -> HttpResponse:
    """All columns, each with its first cards."""
    at, filters = timezone.now(), _asked(request)
    sums = as_of_now(told(request.scope.tallies, filters), _late(request, filters, at))
    pages = {state: _page(request, replace(filters, state=state.value), at) for state in COLUMNS}
    rows = _rows(list(pages.values()), at)
    context = {
        "columns": [_column(request, state, sums.get(state.value, Sum()), page, rows) for state, page in pages.items()],
        "any": any(page.rows for page in pages.values()),
        "sellers": request.scope.sellers_to_ask(filters.seller_id),
        "filters": filters,
        "may_write": request.scope.may("proposal.edit"),
    }
    return render(request, "office/sales/board.html", context)


@require_safe
@office("sale.see")
def board_column(request: OfficeRequest, state: str) -> HttpResponse:
    """The next cards of one column."""
    if state not in {each.value for each in COLUMNS}:
        raise Http404
    at, filters = timezone.now(), replace(_asked(request), state=state)
    page = _page(request, filters, at)
    column = _column(request, State(state), Sum(), page, _rows([page], at))
    return render(request, "office/sales/board_column.html", {"column": column})


def _asked(request: OfficeRequest) -> Filters:
    typed = request.GET.get("vendedor", "")
    seller = int(typed) if typed.isdecimal() and len(typed) < 18 else None
    after = request.GET.get(PLACE, "")
    return Filters(seller_id=seller, after=after, size=PER_COLUMN, zone=request.scope.company.zone)


def _late(request: OfficeRequest, filters: Filters, at: datetime) -> ProposalQuerySet:
    late = request.scope.sales.late(at)
    return late if filters.seller_id is None else late.filter(seller_id=filters.seller_id)


def _page(request: OfficeRequest, filters: Filters, at: datetime) -> KeysetPage[Proposal]:
    sales = request.scope.sales
    cursor = Cursor.read(filters.after, sales.model, filters.sorting) if filters.after else None
    return page_at(parts(sales, filters, at), sales.with_sheet(), filters.sorting, cursor, PER_COLUMN)


def _rows(pages: Sequence[KeysetPage[Proposal]], at: datetime) -> dict[int, SaleRow]:
    # All cards are asked for at once: the number of queries does not grow with the columns.
    shown = [sale for page in pages for sale in page.rows]
    return {row.proposal.pk: row for row in rows_for(shown, at=at)} if shown else {}


def _column(
    request: OfficeRequest, state: State, one: Sum, page: KeysetPage[Proposal], rows: dict[int, SaleRow]
) -> Column:
    seller = request.GET.get("vendedor", "")
    kept = {"vendedor": [seller]} if seller else {}
    more = address_of({**kept, PLACE: [str(page.older)]}) if page.older else ""
    cards = [Card(rows[sale.pk], _moves(request, rows[sale.pk])) for sale in page.rows]
    return Column(
        state.value, STATUSES[state.value].label, one.count, one.total, cards,
        f"{place(request, 'board_column', state.value)}?{more}" if more else "",
        f"{place(request, 'sales')}?visao=0&{address_of({**kept, 'situacao': [state.value]})}",
    )  # fmt: skip


def _moves(request: OfficeRequest, row: SaleRow) -> list[Move]:
    verbs = moves_for(row.proposal, by=request.scope.member, at=timezone.now())
    if not row.asks_customer:
        verbs -= {"proposal.remind"}
    return [
        Move(label, place(request, page, row.number), to, page not in _WHOLE_PAGES)
        for verb, page, label, to in _ACTS
        if verb in verbs
    ]
