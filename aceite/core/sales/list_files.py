"""The list of sales as a file: one row a sale, asked for as it is taken, however long the list."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.proposals.models import ProposalQuerySet
from aceite.core.sales.filtering import Filters
from aceite.core.sales.listing import LOT, SaleRow, every_row
from aceite.kit.spreadsheets import brazilian_csv
from aceite.kit.taxid import format_taxid

# Each is worded when its row is: nine words looked up to say one took a quarter of the whole file's time.
_STATES: Final = {
    "draft": gettext_lazy("Rascunho"),
    "sent": gettext_lazy("Enviada"),
    "approved": gettext_lazy("Aprovado"),
    "order": gettext_lazy("Pedido"),
    "declined": gettext_lazy("Recusada"),
    "expired": gettext_lazy("Vencida"),
    "cancelled": gettext_lazy("Cancelada"),
    "superseded": gettext_lazy("Substituída"),
    "rescinded": gettext_lazy("Desistência"),
}
_SIDES: Final = {"vendor": gettext_lazy("Empresa"), "customer": gettext_lazy("Cliente")}


def sales_csv(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> Iterator[bytes]:
    """The whole filtered list, in its sorting, without pages; each piece is asked for when it is taken."""
    return in_pieces(brazilian_csv(sales_rows(sales, filters, at=at)))


def sales_rows(sales: ProposalQuerySet, filters: Filters, *, at: datetime) -> Iterator[list[object]]:
    """The same as cells, heads first. Only a lot of sales is held at once."""
    yield [
        *(_("Número"), _("Título"), _("Cliente"), _("CPF ou CNPJ"), _("Vendedor"), _("Situação"), _("Total")),
        *(_("Enviada em"), _("Válida até"), _("Com quem está"), _("O que falta"), _("Dias"), _("Pedido")),
        *(_("Aprovada em"), _("Pedido em")),
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
    return [
        *(row.number, row.title, row.customer, format_taxid(row.proposal.customer.taxid), row.seller),
        *(str(_STATES[row.state]), row.total),
        row.sent_at.astimezone(tz) if row.sent_at else None,
        row.proposal.shown.valid_until if row.proposal.shown else None,
        *((str(_SIDES[waiting.side]), str(waiting.what), waiting.days) if waiting else ("", "", None)),
        row.order_number,
        *(moment.astimezone(tz) if moment else None for moment in (row.proposal.approved_at, row.proposal.ordered_at)),
    ]
