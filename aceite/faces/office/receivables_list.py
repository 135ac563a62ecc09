"""What is still to come, and what came: the list over all sales, filtered, with its sums, as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.receivables.models import Receivable, ReceivableQuerySet
from aceite.core.receivables.states import Due
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.downloads import as_file, exported_format
from aceite.faces.office.listing import Asked, in_order, page_of
from aceite.faces.office.places import place
from aceite.faces.ui.parts import Tab
from aceite.faces.ui.statuses import STATUSES
from aceite.kit.money import ZERO, cents
from aceite.kit.taxid import format_taxid

ORDERS: Final = {"vencimento": ("due_on", "proposal_id", "number"), "valor": ("amount",)}
# The address speaks Portuguese.
_STATES: Final = {
    "a-pagar": Due.TO_PAY, "em-atraso": Due.LATE, "pagos": Due.PAID,
    "a-devolver": Due.TO_RETURN, "devolvidos": Due.RETURNED, "cancelados": Due.CALLED_OFF,
}  # fmt: skip

_AFTER_WITHDRAWAL: Final = ("a-devolver", "devolvidos", "cancelados")


@dataclass(frozen=True)
class ListRow:
    """One receivable as the list shows it."""

    row: Receivable
    state: str
    title: str
    url: str
    confirm_url: str
    refund_url: str


@require_safe
@office("sale.see")
def receivables(request: OfficeRequest) -> HttpResponseBase:
    """The list; as a file with `?formato=csv` or `xlsx` for those who may export."""
    today = timezone.localdate(timezone=request.scope.company.tz)
    asked = Asked.of(request, _STATES)
    among = asked.among(request.scope.receivables)
    rows = among.in_state(_STATES[asked.state], today) if asked.state else among.open()
    rows = in_order(request, rows, ORDERS).with_sheet()
    if kind := exported_format(request):
        return as_file("a-receber", _("A receber"), _file_rows(rows, today), kind)
    page = page_of(request, rows)
    late_count, late = among.in_state(Due.LATE, today).sums()
    open_count, to_come = among.open().sums()
    called_off, back_count, to_return = among.sums_called_off()
    counts = {"": open_count, "em-atraso": late_count, "a-devolver": back_count}
    context = {
        "page": page, "rows": [_shown(request, row, today) for row in page], "asked": asked,
        "tabs": _tabs(request, asked, counts, any_called_off=called_off > 0), "to_return": to_return,
        "late": late, "to_come": to_come,
        "may_export": request.scope.may("sale.export"), "filtered": bool(request.GET),
        "import_url": place(request, "import_statement") if _may_import(request) else "",
    }  # fmt: skip
    return render(request, "office/receivables/list.html", context)


def _may_import(request: OfficeRequest) -> bool:
    # A bank's statement speaks of everybody's sales.
    return request.scope.may("payment.confirm") and request.scope.sellers is None


def _tabs(request: OfficeRequest, asked: Asked, counts: dict[str, int], *, any_called_off: bool) -> list[Tab]:
    labels = {
        "": _("Em aberto"), "em-atraso": _("Em atraso"), "a-pagar": _("A vencer"), "pagos": _("Pagos"),
        "a-devolver": _("A devolver"), "devolvidos": _("Devolvidos"), "cancelados": _("Cancelados"),
    }  # fmt: skip
    # What a consumer's withdrawal leaves is no part of most companies' days.
    if not any_called_off:
        labels = {key: words for key, words in labels.items() if key == asked.state or key not in _AFTER_WITHDRAWAL}
    return [Tab(label, _address(request, key), key == asked.state, counts.get(key)) for key, label in labels.items()]


def _address(request: OfficeRequest, state: str) -> str:
    query = request.GET.copy()
    for name in ("situacao", "pagina"):
        query.pop(name, None)
    if state:
        query["situacao"] = state
    return f"{place(request, 'receivables')}?{query.urlencode()}"


def _shown(request: OfficeRequest, row: Receivable, today: date) -> ListRow:
    sale = row.proposal
    may = request.scope.may("payment.confirm")
    may_come = may and row.settled_on is None and row.unpaid
    may_return = may and row.state_on(today) is Due.TO_RETURN
    return ListRow(
        row,
        row.state_on(today).value,
        row.part_words,
        place(request, "sale", sale.number),
        place(request, "confirm_payment", sale.number, row.number) if may_come else "",
        place(request, "note_refund", sale.number, row.number) if may_return else "",
    )


def _file_rows(rows: ReceivableQuerySet, today: date) -> Iterator[list[object]]:
    yield [
        *(_("Vencimento"), _("Situação"), _("Cliente"), _("CPF ou CNPJ"), _("Proposta"), _("Pedido"), _("Parcela")),
        *(_("Forma"), _("Valor"), _("Recebido"), _("Falta"), _("Pago em"), _("A devolver")),
    ]
    for row in rows.iterator(200):
        sale = row.proposal
        order = getattr(sale, "order", None)
        yield [
            *(row.due_on, str(STATUSES[row.state_on(today).value].label), str(sale.customer)),
            *(format_taxid(sale.customer.taxid), sale.number, order.number if order else "", row.part_words),
            *(str(row.get_method_display()), row.amount, row.received, cents(row.rest), row.settled_on),
            cents(row.flow.to_return) if row.called_off_at else ZERO,
        ]
