"""The search over everything: a page that lists what was found by kind, and what the palette shows while typing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.catalog.models import Item
from aceite.core.contracts.models import Contract
from aceite.core.customers.models import Customer
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.directory import BEGINNINGS, PAGES, Entry, every_setting, found_entries, open_to
from aceite.faces.office.help import handbook
from aceite.faces.office.listing import sought
from aceite.faces.office.places import place
from aceite.faces.ui.parts import Words
from aceite.kit.money import format_brl
from aceite.kit.taxid import format_taxid
from aceite.kit.text import needles, searchable

ON_THE_PAGE: Final = 10
IN_THE_PALETTE: Final = 4


@dataclass(frozen=True)
class Hit:
    """One thing found; `state` is a word of faces/ui/statuses, `detail` stands beside the label."""

    label: Words
    url: str
    icon: str
    detail: str = ""
    state: str = ""


@dataclass(frozen=True)
class Group:
    """Hits of one kind; `more` is the list that shows all of them, "" where these are all."""

    title: str
    hits: list[Hit]
    more: str = ""


@dataclass(frozen=True)
class Kind:
    """Rows that were found, how one is shown, and the list (its name and query) that holds them all."""

    title: str
    rows: "QuerySet[Any]"
    hit: Callable[[OfficeRequest, Any], Hit]
    list_name: str
    query: Mapping[str, str]


@require_safe
@office("sale.see")
def search(request: OfficeRequest) -> HttpResponse:
    """What holds the words, kind by kind; without words, everywhere one can go."""
    text = sought(request)
    return render(request, "office/search/search.html", {"text": text, "groups": _groups(request, text, ON_THE_PAGE)})


@require_safe
@office("sale.see")
def suggestions(request: OfficeRequest) -> HttpResponse:
    """The same, shorter, as the options of the box it is typed into."""
    text = sought(request)
    groups = _groups(request, text, IN_THE_PALETTE)
    every = f"{place(request, 'search')}?{urlencode({'q': text})}" if text else ""
    context = {"groups": groups, "text": text, "every": every}
    return render(request, "office/search/suggestions.html", context)


def _groups(request: OfficeRequest, text: str, most: int) -> list[Group]:
    if not text:
        return _everywhere(request)
    places = Group(_("Ir para"), [_entry(request, entry) for entry in found_entries(request.scope, text)[:most]])
    found = [_group(request, kind, most) for kind in _kinds(request, text)]
    return [group for group in (places, *found, Group(_("Ajuda"), _explained(request, text)[:most])) if group.hits]


def _everywhere(request: OfficeRequest) -> list[Group]:
    def group(title: str, entries: Iterable[Entry]) -> Group:
        return Group(title, [_entry(request, entry) for entry in open_to(request.scope, entries)])

    groups = [group(_("Ir para"), PAGES), group(_("Criar"), BEGINNINGS), group(_("Configurar"), every_setting())]
    return [one for one in groups if one.hits]


def _group(request: OfficeRequest, kind: Kind, most: int) -> Group:
    rows = list(kind.rows[: most + 1])
    more = f"{place(request, kind.list_name)}?{urlencode(kind.query)}" if len(rows) > most else ""
    return Group(kind.title, [kind.hit(request, row) for row in rows[:most]], more)


def _kinds(request: OfficeRequest, text: str) -> Iterator[Kind]:
    scope, asked = request.scope, {"q": text}
    sales = scope.sales.lately_matching(text).newest_first().select_related("customer")
    orders = sales.filter(standing=State.ORDER).select_related("order")
    yield Kind(_("Vendas"), sales.exclude(standing=State.ORDER), _sale, "sales", asked)
    yield Kind(_("Pedidos"), orders, _order, "sales", asked | {"situacao": State.ORDER.value})
    if scope.may("customer.see"):
        customers = scope.customers.active().matching(text).best_first(text).named()
        yield Kind(_("Clientes"), customers, _customer, "customers", asked)
    if scope.may("contract.see") and scope.company.uses_contracts:
        named = scope.contracts.matching(text).without_text().order_by("-pk")
        in_sales = named.in_proposals().filter(voided_at=None)
        yield Kind(_("Contratos em propostas"), in_sales.with_sale(), _contract, "contracts",
                   asked | {"onde": "propostas"})  # fmt: skip
        yield Kind(_("Contratos avulsos"), named.standalone().select_related("customer"), _avulso, "contracts", asked)
    if scope.may("catalog.see"):
        items = scope.items.active().matching(text).best_first(text)
        yield Kind(_("Catálogo"), items, _item, "catalog", asked)


def _entry(request: OfficeRequest, entry: Entry) -> Hit:
    url = reverse("office:companies") if entry.name == "companies" else place(request, entry.name)
    return Hit(entry.label, url, entry.icon, detail=str(entry.tells))


def _explained(request: OfficeRequest, text: str) -> list[Hit]:
    """The tasks of the handbook that are called so or say so in their summary."""
    wanted = needles(text)
    named = [one.task for one in handbook().matching(text)]
    named = [task for task in named if all(word in searchable(task.title, task.summary) for word in wanted)]
    if not request.scope.company.uses_contracts:
        named = [task for task in named if not any("contrato" in words.lower() for words in (task.title, task.summary))]
    return [
        Hit(task.title, place(request, "help_task", task.slug), "question-mark-circle", detail=task.summary)
        for task in named
    ]


def _sale(request: OfficeRequest, sale: Proposal) -> Hit:
    state = sale.state_at(timezone.now()).value
    return Hit(sale.title, place(request, "sale", sale.number), "document-currency-dollar",
               detail=" · ".join((sale.number, str(sale.customer), format_brl(sale.total))), state=state)  # fmt: skip


def _order(request: OfficeRequest, sale: Proposal) -> Hit:
    detail = " · ".join((sale.order.number, str(sale.customer), format_brl(sale.total)))
    return Hit(sale.title, place(request, "order", sale.number), "shopping-bag", detail=detail)


def _customer(request: OfficeRequest, customer: Customer) -> Hit:
    known = (format_taxid(customer.taxid), customer.city)
    detail = " · ".join(word for word in known if word)
    return Hit(str(customer), place(request, "customer", customer.pk), "building-storefront", detail=detail)


def _contract(request: OfficeRequest, contract: Contract) -> Hit:
    assert contract.version is not None
    sale = contract.version.proposal
    detail = f"{sale.number} · {sale.customer}"
    return Hit(contract.title, place(request, "sale", sale.number), "document-check", detail=detail)


def _avulso(request: OfficeRequest, contract: Contract) -> Hit:
    whose = str(contract.customer) if contract.customer else ""
    return Hit(contract.title, place(request, "contract", contract.pk), "document-check", detail=whose)


def _item(request: OfficeRequest, item: Item) -> Hit:
    price = f"{format_brl(item.price)} / {item.unit}"
    detail = " · ".join(word for word in (item.code, price) if word)
    if request.scope.may("catalog.edit"):
        return Hit(item.name, place(request, "item", item.pk), "tag", detail=detail)
    listed = urlencode({"q": item.code or item.name})
    return Hit(item.name, f"{place(request, 'catalog')}?{listed}", "tag", detail=detail)
