"""The list of sales: who is blocking what and since when, filtered, searched, sorted, as a file."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.proposals.states import State
from aceite.core.sales.exporting import orders_bytes, orders_csv, sales_csv, sales_rows
from aceite.core.sales.listing import BY_NAME, COUNTED, Counts, Filters, counts, filtered, sales_page
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.listing import chosen, sought
from aceite.faces.office.places import place
from aceite.faces.ui.parts import PLACE, Tab, Turns
from aceite.faces.ui.statuses import STATUSES
from aceite.kit.brazil import parse_date_br
from aceite.kit.sentences import Complaint
from aceite.kit.workbooks import write_workbook

PER_PAGE: Final = 25
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# The address speaks Portuguese; the list's own words are the code's.
ORDERS: Final = {
    "numero": "number", "-numero": "-number", "total": "total", "-total": "-total", "cliente": "customer",
    "-cliente": "-customer", "espera": "waiting", "-espera": "waiting", "validade": "expires", "-validade": "expires",
}  # fmt: skip
_STATES: Final = [
    State.APPROVED, State.SENT, State.DRAFT, State.EXPIRED, State.DECLINED, State.ORDER, State.SUPERSEDED,
    State.CANCELLED,
]  # fmt: skip


def filters_of(request: OfficeRequest) -> Filters:
    """What the address asks for; what it holds wrongly counts as not asked."""
    seller = request.GET.get("vendedor", "")
    customer = request.GET.get("cliente", "")
    return Filters(
        state=chosen(request, "situacao", list(State)),
        seller_id=int(seller) if seller.isdecimal() and len(seller) < 18 else None,
        customer_id=int(customer) if customer.isdecimal() and len(customer) < 18 else None,
        text=sought(request),
        waiting=chosen(request, "espera", ("vendor", "customer")),
        sent_from=_day(request.GET.get("de", "")),
        sent_to=_day(request.GET.get("ate", "")),
        sort=ORDERS.get(request.GET.get("ordem", ""), "-number"),
        zone=request.scope.company.zone,
        after=request.GET.get(PLACE, ""),
        size=PER_PAGE,
    )


def _day(typed: str) -> date | None:
    try:
        return parse_date_br(typed) if typed.strip() else None
    except Complaint:
        return None


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
    tabs = [Tab(label=_("Todas"), url=address(""), current=not chosen_state, count=every)]
    for state in _STATES:
        if told is None or state in told or state == chosen_state:
            count = None if told is None else told.get(state, 0)
            tabs.append(Tab(STATUSES[state.value].label, address(state.value), state == chosen_state, count))
    return tabs


def _told(counted: Counts) -> int | None:
    return None if counted.more else counted.chosen.count


@require_safe
@office("sale.see")
def sales(request: OfficeRequest) -> HttpResponse:
    """The list, one page of it."""
    filters, at = filters_of(request), timezone.now()
    counted = counts(request.scope.sales, filters, request.scope.tallies, at=at)
    few = not counted.more and counted.chosen.count <= COUNTED
    if filters.sort in BY_NAME and not few:
        filters = replace(filters, sort="-number", after="")
    page = sales_page(request.scope.sales, filters, at=at)
    context = {
        "page": page,
        "turns": Turns(page.newer, page.older, page.before, len(page.rows), _told(counted)),
        "counted": counted,
        "few": few,
        "filters": filters,
        "tabs": _tabs(request, filters.state, counted),
        "sellers": request.scope.members.active(),
        "filtered": replace(filters, after="", sort="-number") != Filters(zone=filters.zone, size=PER_PAGE),
        "may_write": request.scope.may("proposal.edit"),
        "may_export": request.scope.may("sale.export"),
        "may_order": request.scope.may("order.make"),
        "query": request.GET.urlencode(),
    }
    return render(request, "office/sales/list.html", context)


@require_safe
@office("sale.export")
def sales_file(request: OfficeRequest) -> HttpResponseBase:
    """Every sale the filter finds, as CSV that begins to arrive at once, however long it is."""
    pieces = sales_csv(request.scope.sales, filters_of(request), at=timezone.now())
    answer = StreamingHttpResponse(request.scope.afterwards(pieces), content_type=_TYPES["csv"])
    return _named(request, answer, "vendas", "csv")


@require_safe
@office("sale.export")
def sales_workbook(request: OfficeRequest) -> HttpResponseBase:
    """The same as an Excel workbook, which stands whole before it is sent."""
    rows = sales_rows(request.scope.sales, filters_of(request), at=timezone.now())
    with TemporaryDirectory(prefix="vendas-") as folder:
        book = Path(folder) / "vendas.xlsx"
        write_workbook(book, _("Vendas"), rows)
        # Open, it stays readable when its name is gone with the folder.
        answer = FileResponse(book.open("rb"), content_type=_TYPES["xlsx"])
    return _named(request, answer, "vendas", "xlsx")


@require_safe
@office("sale.export")
def orders_file(request: OfficeRequest) -> HttpResponseBase:
    """The orders among the sales the filter finds, with their items: CSV, or JSON when `formato=json`."""
    filters = replace(filters_of(request), state=State.ORDER.value)
    found = request.scope.orders.of_proposals(filtered(request.scope.sales, filters, at=timezone.now()))
    if request.GET.get("formato") == "json":
        return _file(request, orders_bytes(found), "pedidos", "json")
    return _file(request, b"".join(orders_csv(found)), "pedidos", "csv")


def _file(request: OfficeRequest, content: bytes, name: str, kind: str) -> HttpResponseBase:
    return _named(request, HttpResponse(content, content_type=_TYPES[kind]), name, kind)


def _named(request: OfficeRequest, answer: HttpResponseBase, name: str, kind: str) -> HttpResponseBase:
    day = timezone.localdate(timezone=request.scope.company.tz)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{day:%Y-%m-%d}.{kind}"'
    return answer
