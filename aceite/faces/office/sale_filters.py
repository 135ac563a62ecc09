"""What the address of the list of sales asks for, in the words of the address: filters, order, columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.proposals.states import State
from aceite.core.proposals.tallies import EVER
from aceite.core.sales.filtering import Filters
from aceite.core.sales.models import DeclineReason
from aceite.faces.office.listing import day_asked
from aceite.faces.ui.parts import PLACE

PER_PAGE: Final = 25
# The address speaks Portuguese; the list's own words are the code's.
ORDERS: Final = {
    "numero": "number", "-numero": "-number", "total": "total", "-total": "-total", "cliente": "customer",
    "-cliente": "-customer", "espera": "waiting", "-espera": "waiting", "validade": "expires", "-validade": "expires",
}  # fmt: skip
GROUPS: Final = {"oferecidas": "offered", "respondidas": "answered", "ganhas": "won"}
GROUP_WORDS: Final = {
    "offered": _("Já enviadas"),
    "answered": _("Respondidas ou vencidas"),
    "won": _("Aprovadas e pedidos"),
}
SIDES: Final = {"vendor": "vendor", "customer": "customer", "entrada": "down_payment"}
SIDE_WORDS: Final = (
    ("vendor", _("A empresa")),
    ("customer", _("O cliente")),
    ("entrada", _("A entrada do cliente")),
)
DUE: Final = {
    "vias": "copies", "pdfs": "external", "assinantes": "signers", "perguntas": "questions", "negociacao": "points",
}  # fmt: skip
DUE_WORDS: Final = (
    ("vias", _("Vias assinadas a conferir")),
    ("pdfs", _("PDFs assinados a conferir")),
    ("assinantes", _("Escolher outra pessoa para assinar")),
    ("perguntas", _("Perguntas sem resposta")),
    ("negociacao", _("Em negociação")),
)
SIZE_WORDS: Final = (
    ("0", _("Até R$ 5 mil")),
    ("1", _("De R$ 5 mil a R$ 20 mil")),
    ("2", _("De R$ 20 mil a R$ 100 mil")),
    ("3", _("R$ 100 mil ou mais")),
)
WAITS: Final = ("3", "7", "15", "30")
ENDINGS: Final = ("7", "15", "30")
# What a view does not hold: where in the list a page begins, and which view it is.
_NOT_KEPT: Final = (PLACE, "visao", "venda", "todas")


@dataclass(frozen=True)
class Column:
    """One column of the list: its word in the address, its head, and whether it stands there unasked."""

    key: str
    label: "str | Promise"
    usual: bool = False


# The number and the title stand always: without them a row is nothing to open.
COLUMNS: Final = (
    Column("cliente", _("Cliente"), usual=True),
    Column("situacao", _("Situação"), usual=True),
    Column("espera", _("Esperando"), usual=True),
    Column("vendedor", _("Vendedor"), usual=True),
    Column("feita", _("Feita em")),
    Column("enviada", _("Enviada em")),
    Column("validade", _("Validade")),
    Column("aprovada", _("Aprovada em")),
    Column("pedido", _("Pedido em")),
    Column("vista", _("Vista pelo cliente")),
    Column("total", _("Total"), usual=True),
)
USUAL: Final = tuple(column.key for column in COLUMNS if column.usual)


def filters_of(query: QueryDict, *, zone: str) -> Filters:
    """What the address asks for; what it holds wrongly counts as not asked. `zone` is the company's."""
    state = query.get("situacao", "")
    return Filters(
        state=GROUPS.get(state, state if state in set(State) else ""),
        seller_id=_number(query.get("vendedor", "")),
        customer_id=_number(query.get("cliente", "")),
        text=query.get("q", "").strip()[:120],
        waiting=SIDES.get(query.get("espera", ""), ""),
        waiting_days=_one_of(query.get("ha", ""), WAITS),
        sent_from=day_asked(query.get("de", "")),
        sent_to=day_asked(query.get("ate", "")),
        ordered_from=day_asked(query.get("pedido_de", "")),
        ordered_to=day_asked(query.get("pedido_ate", "")),
        ends_within=_one_of(query.get("vence", ""), ENDINGS),
        months=_months(query),
        size_of=_number(query.get("valor", "")) if query.get("valor", "") in dict(SIZE_WORDS) else None,
        reason=query.get("motivo", "") if query.get("motivo", "") in DeclineReason.values else "",
        item_id=_number(query.get("item", "")),
        due=DUE.get(query.get("pendencia", ""), ""),
        sort=ORDERS.get(query.get("ordem", ""), "-number"),
        zone=zone,
        after=query.get(PLACE, ""),
        size=PER_PAGE,
    )


def columns_of(query: QueryDict) -> tuple[str, ...]:
    """The columns asked for, in their usual order; the usual ones where none is named."""
    asked = query.getlist("colunas")
    wanted = {key for each in asked for key in each.split(",")}
    return tuple(column.key for column in COLUMNS if column.key in wanted) or USUAL


def kept_query(query: QueryDict) -> str:
    """What a view keeps of an address: what is asked for, always in the same order, and nothing empty."""
    told = {key: [value for value in values if value] for key, values in query.lists() if key not in _NOT_KEPT}
    if "colunas" in told:
        columns = columns_of(query)
        told["colunas"] = [] if columns == USUAL else [",".join(columns)]
    return address_of({key: values for key, values in sorted(told.items()) if values})


def address_of(told: Mapping[str, Sequence[str]]) -> str:
    """A query from what it asks for."""
    query = QueryDict(mutable=True)
    for key, values in told.items():
        query.setlist(key, list(values))
    return query.urlencode()


def month_words(month: int) -> str:
    """A month as the address names it: 2026-03. Counted from year 0, as the tallies do."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _months(query: QueryDict) -> tuple[int, int]:
    first, last = (_month(query.get(name, "")) for name in ("feita_de", "feita_ate"))
    return (EVER[0] if first is None else first, EVER[1] if last is None else last)


def _month(typed: str) -> int | None:
    year, dash, month = typed.partition("-")
    well = dash and year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) <= 2
    return int(year) * 12 + int(month) - 1 if well and 1 <= int(month) <= 12 else None


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else None


def _one_of(typed: str, known: Sequence[str]) -> int:
    return int(typed) if typed in known else 0
