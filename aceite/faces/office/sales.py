"""The list of sales: who is blocking what and since when, filtered, searched, sorted, as a file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.proposals.models import ProposalQuerySet
from aceite.core.proposals.states import State
from aceite.core.proposals.tallies import EVER
from aceite.core.sales.exporting import orders_csv, orders_json
from aceite.core.sales.filtering import BY_NAME, Filters, filtered, looked_up
from aceite.core.sales.list_files import sales_csv, sales_rows
from aceite.core.sales.listing import COUNTED, Counts, counts, sales_page
from aceite.core.sales.models import DeclineReason
from aceite.faces.office import sale_filters as words
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.places import place
from aceite.faces.office.sale_filters import PER_PAGE, columns_of, filters_of, kept_query, month_words
from aceite.faces.office.sale_views import opening, views_of
from aceite.faces.ui.parts import PLACE, Tab, Turns
from aceite.faces.ui.statuses import STATUSES
from aceite.kit.workbooks import stream_workbook

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_STATES: Final = [
    State.APPROVED, State.SENT, State.DRAFT, State.EXPIRED, State.DECLINED, State.ORDER, State.RESCINDED,
    State.SUPERSEDED, State.CANCELLED,
]  # fmt: skip


def asked_of(request: OfficeRequest) -> Filters:
    """What the address of the list asks for."""
    return filters_of(request.GET, zone=request.scope.company.zone)


def _tabs(request: OfficeRequest, chosen_state: str, counts: Counts) -> list[Tab]:
    # Each tab tells how many it would show with the other filters as they are.
    told = None if counts.more else {state: one.count for state, one in counts.by_state.items()}

    def address(state: str) -> str:
        query = request.GET.copy()
        for name in ("situacao", PLACE):
            query.pop(name, None)
        if state:
            query["situacao"] = state
        return f"{place(request, 'sales')}?{query.urlencode()}"

    every = None if told is None else counts.every.count
    # An address that asks for nothing opens the view chosen to open with.
    whole = address("")
    whole = f"{whole}visao=0" if whole.endswith("?") else whole
    tabs = [Tab(label=_("Todas"), url=whole, current=not chosen_state, count=every)]
    for state in _STATES:
        if told is None or state in told or state == chosen_state:
            count = None if told is None else told.get(state, 0)
            tabs.append(Tab(STATUSES[state.value].label, address(state.value), state == chosen_state, count))
    return tabs


def _told(counted: Counts) -> int | None:
    return None if counted.more else counted.chosen.count


def _are_few(counted: Counts) -> bool:
    return not counted.more and counted.chosen.count <= COUNTED


def _as_sorted(filters: Filters, counted: Counts) -> Filters:
    """By the customers' names only where there are few."""
    return filters if filters.sort not in BY_NAME or _are_few(counted) else replace(filters, sort="-number", after="")


@require_safe
@office("sale.see")
def sales(request: OfficeRequest) -> HttpResponse:
    """The list, one page of it."""
    if elsewhere := opening(request):
        return HttpResponseRedirect(elsewhere)
    filters, at = looked_up(asked_of(request), company_id=request.scope.company.pk), timezone.now()
    counted = counts(request.scope.sales, filters, request.scope.tallies, at=at)
    filters = _as_sorted(filters, counted)
    page = sales_page(request.scope.sales, filters, at=at)
    scope = request.scope
    context = {
        "page": page,
        "turns": Turns(page.newer, page.older, page.before, len(page.rows), _told(counted)),
        "counted": counted,
        "few": _are_few(counted),
        "filters": filters,
        "tabs": _tabs(request, filters.state, counted),
        "views": views_of(request),
        "sellers": scope.sellers_to_ask(filters.seller_id),
        "filtered": replace(filters, after="", sort="-number") != Filters(zone=filters.zone, size=PER_PAGE),
        "more": _more(request, filters),
        "columns": columns_of(request.GET),
        "all_columns": words.COLUMNS,
        "usual_columns": ",".join(words.USUAL),
        "may_write": scope.may("proposal.edit"),
        "may_export": scope.may("sale.export"),
        "may_order": scope.may("order.make"),
        "may_reassign": scope.may("proposal.reassign"),
        "may_view": scope.may("view.save"),
        "query": request.GET.urlencode(),
        "kept": kept_query(request.GET),
        "kept_pairs": _pairs(request),
    }
    return render(request, "office/sales/list.html", context)


def _more(request: OfficeRequest, filters: Filters) -> dict[str, object]:
    """The filters behind *Mais filtros*: their choices, and how many of them are in use."""
    item = request.scope.items.filter(pk=filters.item_id).first() if filters.item_id is not None else None
    used = (
        *(filters.sent_from, filters.sent_to, filters.ordered_from, filters.ordered_to, filters.months != EVER),
        *(filters.ends_within, filters.size_of is not None, filters.item_id, filters.due, filters.customer_id),
        filters.reason,
    )
    return {
        "count": sum(map(bool, used)),
        "sides": words.SIDE_WORDS, "waits": words.WAITS, "endings": words.ENDINGS, "due": words.DUE_WORDS,
        "sizes": words.SIZE_WORDS, "reasons": DeclineReason.choices, "item": item,
        "made_from": month_words(filters.months[0]) if filters.months[0] != EVER[0] else "",
        "made_to": month_words(filters.months[1]) if filters.months[1] != EVER[1] else "",
        "group": words.GROUP_WORDS.get(filters.state, ""),
        "customer": request.scope.customers.filter(pk=filters.customer_id).first() if filters.customer_id else None,
    }  # fmt: skip


def _pairs(request: OfficeRequest) -> list[tuple[str, str]]:
    """The address's question as hidden fields, for forms that ask the same once more."""
    kept = ((key, value) for key, values in request.GET.lists() for value in values if key not in ("venda", "todas"))
    return [(key, value) for key, value in kept if key != PLACE and value]


def _picked(request: OfficeRequest) -> ProposalQuerySet:
    """The sales that files are made of: those ticked, or all that the filter finds."""
    numbers = request.GET.getlist("venda")
    return (
        request.scope.sales.filter(number__in=numbers)
        if numbers and not request.GET.get("todas")
        else request.scope.sales
    )


def _asked_of_file(request: OfficeRequest, at: datetime) -> Filters:
    """What the list shows: of many sales, each lot of a file would sort them all again by name."""
    filters = looked_up(asked_of(request), company_id=request.scope.company.pk)
    if filters.sort not in BY_NAME:
        return filters
    return _as_sorted(filters, counts(request.scope.sales, filters, request.scope.tallies, at=at))


@require_safe
@office("sale.export")
def sales_file(request: OfficeRequest) -> HttpResponseBase:
    """Every sale the filter finds, as CSV that begins to arrive at once, however long it is."""
    at = timezone.now()
    pieces = sales_csv(_picked(request), _asked_of_file(request, at), at=at)
    return _streamed(request, pieces, "vendas", "csv")


@require_safe
@office("sale.export")
def sales_workbook(request: OfficeRequest) -> HttpResponseBase:
    """The same as an Excel workbook."""
    at = timezone.now()
    rows = sales_rows(_picked(request), _asked_of_file(request, at), at=at)
    return _streamed(request, stream_workbook(_("Vendas"), rows), "vendas", "xlsx")


@require_safe
@office("sale.export")
def orders_file(request: OfficeRequest) -> HttpResponseBase:
    """The orders among the sales the filter finds, with their items: CSV, or JSON when `formato=json`."""
    filters = replace(asked_of(request), state=State.ORDER.value)
    found = request.scope.orders.of_proposals(filtered(request.scope.sales, filters, at=timezone.now()))
    if request.GET.get("formato") == "json":
        return _streamed(request, orders_json(found), "pedidos", "json")
    return _streamed(request, orders_csv(found), "pedidos", "csv")


def _streamed(request: OfficeRequest, pieces: Iterator[bytes], name: str, kind: str) -> HttpResponseBase:
    answer = StreamingHttpResponse(request.scope.afterwards(pieces), content_type=_TYPES[kind])
    day = timezone.localdate(timezone=request.scope.company.tz)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{day:%Y-%m-%d}.{kind}"'
    return answer
