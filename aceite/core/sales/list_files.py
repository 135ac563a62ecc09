"""The list of sales as a file: one row a sale, asked for as it is taken, however long the list."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from aceite.core.proposals.models import ProposalQuerySet
from aceite.core.sales.filtering import Filters
from aceite.core.sales.listing import LOT, SaleRow, every_row
from aceite.kit.spreadsheets import brazilian_csv
from aceite.kit.taxid import format_taxid


def sales_csv(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> Iterator[bytes]:
    """The whole filtered list, in its sorting, without pages; each piece is asked for when it is taken."""
    return in_pieces(brazilian_csv(sales_rows(sales, filters, at=at)))


def sales_rows(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> Iterator[list[object]]:
    """The same as cells, heads first. Only a lot of sales is held at once."""
    yield [
        *(_("Número"), _("Título"), _("Cliente"), _("CPF ou CNPJ"), _("Vendedor"), _("Situação"), _("Total")),
        *(_("Enviada em"), _("Válida até"), _("Com quem está"), _("O que falta"), _("Dias"), _("Pedido")),
    ]
    for row in every_row(sales, filters, at=at):
        yield _sale_cells(row)


def in_pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Many lines at once: each piece is one step of whoever sends them on."""
    waiting = iter(lines)
    while piece := b"".join(islice(waiting, LOT)):
        yield piece


def _sale_cells(row: SaleRow) -> list[object]:
    tz = row.proposal.company.tz
    waiting = row.waiting
    side = {"vendor": _("Empresa"), "customer": _("Cliente")}.get(waiting.side, "") if waiting else ""
    return [
        *(row.number, row.title, row.customer, format_taxid(row.proposal.customer.taxid), row.seller),
        *(_state_words(row.state), row.total),
        row.sent_at.astimezone(tz) if row.sent_at else None,
        row.proposal.shown.valid_until if row.proposal.shown else None,
        *(side, str(waiting.what) if waiting else "", waiting.days if waiting else None, row.order_number),
    ]


def _state_words(state: str) -> str:
    return {
        "draft": _("Rascunho"),
        "sent": _("Enviada"),
        "approved": _("Aprovado"),
        "order": _("Pedido"),
        "declined": _("Recusada"),
        "expired": _("Vencida"),
        "cancelled": _("Cancelada"),
        "superseded": _("Substituída"),
        "rescinded": _("Desistência"),
    }[state]
