"""The Pedido: closing the sale, its page, and its ways out (PDF, JSON, CSV)."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.contracts.models import Countersigner
from aceite.core.proposals.headings import sections
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.receivables.expecting import owed_by
from aceite.core.sales.exporting import order_bytes, order_csv
from aceite.core.sales.models import Approval, Order
from aceite.core.sales.ordering import CountersignatureMissing, copy_problem, make_order, unsigned_by_us
from aceite.core.sales.paper import order_paper
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.acting import Act, act_page, moves_of, not_now
from aceite.faces.office.answers import typed
from aceite.faces.office.deliveries import after_sale
from aceite.faces.office.forms.acts import OrderForm
from aceite.faces.office.places import place, sale_of
from aceite.faces.office.receivables import owed_rows
from aceite.faces.office.sale_files import hand_over
from aceite.kit.money import format_brl


def _order_of(request: OfficeRequest, sale: Proposal) -> Order:
    order = request.scope.orders.filter(proposal=sale).select_related("version", "made_by", "paper").first()
    if order is None:
        raise Http404
    return order


def _approval_of(sale: Proposal) -> Approval:
    # An order stands on exactly one approval that was not undone.
    return sale.approvals.select_related("panel_user", "version").get(undone_at=None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("sale.see", change="order.make")
def order(request: OfficeRequest, number: str) -> HttpResponse:
    """The order's page; before there is one, the page that makes it."""
    sale = sale_of(request, number)
    if sale.state == State.ORDER or (sale.state == State.RESCINDED and hasattr(sale, "order")):
        return _show(request, sale)
    moves = moves_of(request, sale, timezone.now())
    if request.method != "POST" and "order.make" not in moves:
        return not_now(request, sale)
    if request.method != "POST" and (ours := unsigned_by_us(sale)):
        return _waiting_for_us(request, sale, ours)
    refused = bool(copy_problem(sale))
    alone = "order.make_without_copy" in moves
    if request.method != "POST" and refused and not alone:
        contracts_url = f"{place(request, 'sale', sale.number)}#contracts-title"
        return _waiting(request, sale, _warning(refused, alone), contracts_url)
    form = OrderForm(typed(request), needs_reason=refused and alone)
    warning = _warning(refused, alone) or _unpaid_entry(request, sale)
    return act_page(request, sale, _act(sale, warning), form, lambda form: _make(request, sale, form))


def _waiting_for_us(request: OfficeRequest, sale: Proposal, ours: list[Countersigner]) -> HttpResponse:
    """No order before the vendor's own signature: why, and the way to it."""
    mine = any(each.member_id == request.scope.member.pk for each in ours)
    sign_url = place(request, "countersigning", sale.number) if mine else ""
    return _waiting(request, sale, str(CountersignatureMissing(ours).sentence), sign_url=sign_url)


def _waiting(
    request: OfficeRequest, sale: Proposal, why: str, contracts_url: str = "", *, sign_url: str = ""
) -> HttpResponse:
    """No button where there can be no order yet: why, and what she can do instead."""
    back_url = place(request, "sale", sale.number)
    context = {"sale": sale, "why": why, "sign_url": sign_url, "contracts_url": contracts_url, "back_url": back_url}
    return render(request, "office/sales/order_waits.html", context)


def _unpaid_entry(request: OfficeRequest, sale: Proposal) -> str:
    today = timezone.localdate(timezone=request.scope.company.tz)
    entry = next((owed for owed in owed_by(sale, today) if owed.number == 0 and owed.rest), None)
    if entry is None:
        return ""
    words = {"amount": format_brl(entry.rest)}
    return _("A entrada ainda não foi confirmada: faltam %(amount)s. O pedido pode ser feito assim mesmo.") % words


def _warning(refused: bool, alone: bool) -> str:
    if not refused:
        return ""
    if alone:
        return _("Uma via assinada foi recusada. Sem uma via aceita, o pedido precisa de um motivo.")
    return _(
        "Uma via assinada foi recusada. O pedido espera uma via aceita: peça outra ao cliente ou registre a que "
        "chegou. Sem ela, só um gerente faz o pedido, com um motivo."
    )


def _act(sale: Proposal, warning: str) -> Act:
    words = {
        "total": sale.current.price_words if sale.current else "",
        "customer": str(sale.customer),
        "number": sale.number,
    }
    return Act(
        title=_("Transformar em pedido"),
        lead=_("Fecha a venda %(number)s, de %(total)s. O pedido recebe um número, e %(customer)s recebe um e-mail.")
        % words,
        warning=warning,
        button=_("Fazer pedido de %(total)s") % words,
        busy=_("Fazendo o pedido…"),
        done=_("Pedido feito."),
    )


def _make(request: OfficeRequest, sale: Proposal, form: OrderForm) -> str:
    reason = form.cleaned_data.get("without_copy_reason", "")
    make_order(sale, without_copy_reason=reason, by=request.scope.member, at=timezone.now())
    return place(request, "order", sale.number)


def _show(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    made = _order_of(request, sale)
    approval = _approval_of(sale)
    context = {
        "sale": sale, "order": made, "version": made.version, "approval": approval,
        "after": after_sale(request, sale, timezone.now()),
        "billed": request.scope.billed_files.of_sale(sale),
        "may_bill": request.scope.may("invoice.manage") and sale.state == State.ORDER,
        "owed": owed_rows(request, sale), "may_confirm": request.scope.may("payment.confirm"),
        "sections": sections(list(made.version.lines.counted())), "instalments": made.version.instalments.all(),
        "attachments": made.version.attachments.select_related("document"),
        "pdf_url": place(request, "order_pdf", sale.number), "json_url": place(request, "order_json", sale.number),
        "csv_url": place(request, "order_csv", sale.number), "sale_url": place(request, "sale", sale.number),
        "list_url": place(request, "orders_file"), "may_export": request.scope.may("sale.export"),
    }  # fmt: skip
    return render(request, "office/sales/order.html", context)


@require_safe
@office("sale.see")
def order_pdf(request: OfficeRequest, number: str) -> HttpResponseBase:
    """The printed order: the filed one, or (until the worker has filed it) made now."""
    sale = sale_of(request, number)
    made = _order_of(request, sale)
    if made.paper:
        return hand_over(request, made.paper, f"pedido-{made.number}.pdf")
    approval = _approval_of(sale)
    return _file(order_paper(made, approval).render(), "application/pdf", f"pedido-{made.number}.pdf")


@require_safe
@office("sale.see")
def order_json(request: OfficeRequest, number: str) -> HttpResponse:
    """The order for another program."""
    made = _order_of(request, sale_of(request, number))
    return _file(order_bytes(made), "application/json", f"pedido-{made.number}.json")


@require_safe
@office("sale.see")
def order_csv_file(request: OfficeRequest, number: str) -> HttpResponse:
    """The order for a spreadsheet."""
    made = _order_of(request, sale_of(request, number))
    return _file(b"".join(order_csv(made)), "text/csv; charset=utf-8", f"pedido-{made.number}.csv")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
