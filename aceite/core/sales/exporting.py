"""Orders for other programs: JSON, and CSV that a Brazilian Excel opens right."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from aceite.core.customers.models import Customer
from aceite.core.proposals.models import Line
from aceite.core.proposals.states import State
from aceite.core.rows.keyset import Sorting, page_at
from aceite.core.sales.list_files import in_pieces
from aceite.core.sales.models import Approval, Order, OrderQuerySet, Rescission
from aceite.kit.hashing import rfc3339
from aceite.kit.money import ZERO, spread
from aceite.kit.spreadsheets import brazilian_csv
from aceite.kit.taxid import format_taxid

FORMAT: Final = "aceite.order.v1"
# So many rows are fetched and worked out at once, however long the list.
_LOT: Final = 200
_SORTING: Final = Sorting(("year", "sequence"), descending=True)


def order_json(order: Order) -> dict[str, Any]:
    """One order with all that invoicing, stock and receivables need. Money and quantities are text with a point;
    `total` of a line is after its own discount, `share_of_discount` its part of the discount on the total."""
    version, proposal = order.version, order.proposal
    approval = _approval(order)
    return {
        "format": FORMAT,
        "number": order.number,
        "made_at": rfc3339(order.made_at),
        **_standing(order),
        "proposal": {"number": proposal.number, "version": version.version, "title": version.title},
        "bundle_sha256": version.bundle_sha256,
        "customer": _customer(proposal.customer),
        "customer_order_number": approval.customer_order_number,
        "approved_at": rfc3339(approval.approved_at),
        "approved_by": approval.panel_user.name,
        "note": approval.note,
        "seller": {"name": proposal.seller.name, "email": proposal.seller.email},
        "lines": _lines(order),
        "instalments": [
            {"number": p.number, "due_on": p.due_on.isoformat(), "amount": str(p.amount), "method": p.method}
            for p in version.instalments.all()
        ],
        "totals": {
            "subtotal": str(version.subtotal),
            "discount": str(version.discount),
            "freight": str(version.freight),
            "payment_adjustment": str(version.adjustment),
            "total": str(version.total),
            "recurring": version.recurring,
            "value": str(version.worth),
            "currency": "BRL",
        },
        "delivery": {
            "term": version.delivery_term,
            "place": version.delivery_place,
            "freight_kind": version.freight_kind,
        },
        "payment_terms": version.payment_text,
        "recurring_payment": {
            "first_due": version.recurring_first_due.isoformat() if version.recurring_first_due else "",
            "day": version.recurring_day,
            "method": version.recurring_method,
        },
        "warranty": version.warranty,
        "taxes": version.taxes_text,
    }


def _standing(order: Order) -> dict[str, Any]:
    """Whether the order is to be carried out: of one that a consumer withdrew from, since when it is not."""
    since = _withdrawn(order)
    return {"state": "rescinded" if since else "order", "rescinded_at": rfc3339(since) if since else None}


def _withdrawn(order: Order) -> datetime | None:
    """When a consumer withdrew from it, in the company's zone."""
    if order.proposal.state != State.RESCINDED:
        return None
    withdrawn = Rescission.objects.that_ended(order.proposal)
    return withdrawn.rescinded_at.astimezone(order.company.tz) if withdrawn else None


def order_bytes(order: Order) -> bytes:
    """The same as a UTF-8 file."""
    return json.dumps(order_json(order), ensure_ascii=False, indent=2).encode()


def orders_json(orders: OrderQuerySet) -> Iterator[bytes]:
    """A list of orders as one UTF-8 file, the newest first; each piece is asked for when it is taken."""
    return in_pieces(_json_list(_every(orders)))


def order_csv(order: Order) -> Iterator[bytes]:
    """One order, a row per item."""
    return brazilian_csv([_order_head(), *_order_rows(order)])


def orders_csv(orders: OrderQuerySet) -> Iterator[bytes]:
    """A list of orders, the newest first, a row per item of each; each piece is asked for when it is taken."""
    rows = (row for order in _every(orders) for row in _order_rows(order))
    return in_pieces(brazilian_csv(_with_head(_order_head(), rows)))


def _every(orders: OrderQuerySet) -> Iterator[Order]:
    """All of them with what the files tell; only a lot is held at once."""
    joined = orders.select_related("proposal__customer", "proposal__seller", "version", "company")
    joined = joined.prefetch_related("version__lines", "version__instalments", "proposal__approvals__panel_user")
    page = page_at([orders], joined, _SORTING, None, _LOT)
    yield from page.rows
    while page.older:
        page = page_at([orders], joined, _SORTING, page.older, _LOT)
        yield from page.rows


def _json_list(orders: Iterable[Order]) -> Iterator[bytes]:
    yield b"["
    for place, order in enumerate(orders):
        yield (b",\n" if place else b"\n") + order_bytes(order)
    yield b"\n]\n"


def _with_head(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    yield head
    yield from rows


def _order_head() -> list[object]:
    return [
        *(_("Pedido"), _("Feito em"), _("Proposta"), _("Cliente"), _("CPF ou CNPJ"), _("Pedido do cliente")),
        *(_("Item"), _("Código"), _("Descrição"), _("Observação"), _("Quantidade"), _("Unidade"), _("Preço unitário")),
        *(_("Total do item"), _("Parte no desconto"), _("Ajuste da forma de pagamento"), _("Total do pedido")),
        *(_("Pago"), _("Quantas vezes"), _("Desistência em")),
    ]


def _order_rows(order: Order) -> Iterator[list[object]]:
    proposal, version = order.proposal, order.version
    lines = [line for line in version.lines.all() if line.counts]
    shares, withdrawn = _shares(version.discount, lines), _withdrawn(order)
    for line, share in zip(lines, shares, strict=True):
        yield [
            *(order.number, order.made_at.astimezone(order.company.tz), proposal.number, proposal.customer.name),
            *(format_taxid(proposal.customer.taxid), _approval(order).customer_order_number),
            *(line.position + 1, line.code, line.name, line.note, line.quantity.normalize(), line.unit),
            *(line.unit_price.normalize(), line.total, share, version.adjustment, version.total),
            *(str(line.get_recurs_display()), line.periods or None, withdrawn),
        ]


def _lines(order: Order) -> list[dict[str, Any]]:
    lines = [line for line in order.version.lines.all() if line.counts]
    shares = _shares(order.version.discount, lines)
    return [
        {
            "position": line.position + 1,
            "kind": line.kind,
            "code": line.code,
            "name": line.name,
            "description": line.description,
            "note": line.note,
            "quantity": str(line.quantity),
            "unit": line.unit,
            "unit_price": str(line.unit_price),
            "total": str(line.total),
            "share_of_discount": str(share),
            "recurs": line.recurs,
            "periods": line.periods,
        }
        for line, share in zip(lines, shares, strict=True)
    ]


def _shares(discount: Decimal, lines: Sequence[Line]) -> list[Decimal]:
    """The part of the discount on the total that each line bears; what recurs bears none."""
    return spread(discount, [line.total if line.is_paid_once else ZERO for line in lines]) if lines else []


def _approval(order: Order) -> Approval:
    """The standing approval, found among the prefetched ones when there are any."""
    return next(approval for approval in order.proposal.approvals.all() if approval.undone_at is None)


def _customer(customer: Customer) -> dict[str, str]:
    names = (
        *("kind", "name", "trade_name", "taxid", "state_registration", "email", "phone", "zip_code", "street"),
        *("street_number", "complement", "district", "city", "state"),
    )
    return {name: str(getattr(customer, name)) for name in names}
