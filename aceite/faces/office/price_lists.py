"""Price lists: their register, one with its prices, and the groups of customers they are for."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.imports.price_rows import COLUMNS
from aceite.core.prices.actions import archive_list, restore_list, save_list
from aceite.core.prices.models import PriceList, PriceQuerySet
from aceite.core.prices.rungs import Step
from aceite.core.prices.setting import remove_price, set_price
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, attempt, done, form_page, typed
from aceite.faces.office.downloads import AT_ONCE, as_file, wanted_format
from aceite.faces.office.forms.prices import PriceForm, PriceListForm
from aceite.faces.office.listing import page_of
from aceite.faces.office.places import go
from aceite.kit.money import ZERO


@require_safe
@office("catalog.see")
def price_lists(request: OfficeRequest) -> HttpResponse:
    """The lists that count, or with `?situacao=arquivados` those put away."""
    archived = request.GET.get("situacao") == "arquivados"
    lists = request.scope.price_lists.archived() if archived else request.scope.price_lists.active()
    today = timezone.localdate(timezone=request.scope.company.tz)
    shown = [(one, reach_words(one), day_state(one, today)) for one in lists.with_counts().with_reaches()]
    context = {
        "shown": shown, "archived": archived, "any_archived": request.scope.price_lists.archived().exists(),
        "may_set": request.scope.may("price.set"),
    }  # fmt: skip
    return render(request, "office/prices/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("price.set")
def new_price_list(request: OfficeRequest) -> HttpResponse:
    """A form for one more list."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("price.set")
def edit_price_list(request: OfficeRequest, pk: int) -> HttpResponse:
    """The form of one list."""
    return _edit(request, found(request.scope.price_lists, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@office("catalog.see", change="price.set")
def price_list(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """One list with its prices; POST writes one, `?formato=csv` or `xlsx` gives them all as a file."""
    known = found(request.scope.price_lists.with_reaches(), pk)
    prices = known.prices.in_order()
    if kind := wanted_format(request):
        return as_file("tabela-de-precos", known.name[:30], _table(known, prices), kind)
    form = PriceForm(typed(request))
    if form.is_valid() and _write(request, known, form):
        messages.success(request, _("Preço salvo. Propostas já escritas continuam como estão."))
        return go(request, "price_list", known.pk)
    today = timezone.localdate(timezone=request.scope.company.tz)
    return form_page(
        request, "office/prices/price_list.html", form, known=known, page=page_of(request, prices),
        reach=reach_words(known), state=day_state(known, today), may_set=request.scope.may("price.set"),
    )  # fmt: skip


@require_POST
@office("price.set")
def removal(request: OfficeRequest, pk: int, price: int) -> HttpResponse:
    """Takes one price out of a list."""
    one = found(found(request.scope.price_lists, pk).prices.all(), price)
    done(request, lambda: remove_price(one, by=request.scope.member, at=timezone.now()), _("Preço retirado da tabela."))
    return go(request, "price_list", pk)


@require_POST
@office("price.set")
def archive(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lets a list count no longer."""
    known = found(request.scope.price_lists, pk)
    words = _("Tabela arquivada: ela não dá mais preço a linhas novas.")
    done(request, lambda: archive_list(known, by=request.scope.member, at=timezone.now()), words)
    return go(request, "price_lists")


@require_POST
@office("price.set")
def restore(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lets a list count again."""
    known = found(request.scope.price_lists, pk)
    done(request, lambda: restore_list(known, by=request.scope.member, at=timezone.now()), _("Tabela de volta ao uso."))
    return go(request, "price_list", pk)


def reach_words(known: PriceList) -> str:
    """For whom a list is, in a few words."""
    if known.for_everybody:
        return _("Todos os clientes")
    reaches = list(known.reaches.all())
    names = [one.group.name for one in reaches if one.group]
    customers = [one.customer for one in reaches if one.customer]
    if len(customers) == 1:
        names.append(str(customers[0]))
    elif customers:
        words = ngettext("%(count)s cliente", "%(count)s clientes", len(customers))
        names.append(words % {"count": len(customers)})
    return ", ".join(names) or _("Ninguém")


def day_state(known: PriceList, today: object) -> str:
    """The word of the status table for a list on this day."""
    if not known.active:
        return "archived"
    if known.starts_on and known.starts_on > today:  # type: ignore[operator]
        return "to_come"
    return "over" if known.ends_on and known.ends_on < today else "in_force"  # type: ignore[operator]


def _edit(request: OfficeRequest, known: PriceList | None) -> HttpResponse:
    scope = request.scope
    initial = PriceListForm.of(known) if known else {"for_everybody": True}
    form = PriceListForm(typed(request), known_groups=scope.customer_groups, customers=scope.customers, initial=initial)
    if form.is_valid():
        at = timezone.now()
        saved = attempt(form, lambda: save_list(known, form.given(), company=scope.company, by=scope.member, at=at))
        if saved:
            messages.success(request, _("Tabela salva."))
            return go(request, "price_list", saved.pk)
    return form_page(request, "office/prices/form.html", form, known=known)


def _write(request: OfficeRequest, known: PriceList, form: PriceForm) -> bool:
    said = form.cleaned_data
    item = request.scope.items.of_codes([said["code"]]).first()
    if item is None:
        form.add_error("code", _("Nenhum item do catálogo tem este código."))
        return False
    step = Step(said["from_quantity"] or ZERO, said["price"])
    return accepted(form, lambda: set_price(known, item, step, by=request.scope.member, at=timezone.now()))


def _table(known: PriceList, prices: PriceQuerySet) -> Iterator[list[object]]:
    """The prices under the headings an import recognises, so that a file that went out can come in again."""
    yield [str(column.label) for column in COLUMNS]
    for one in prices.iterator(chunk_size=AT_ONCE):
        yield [known.name, one.item.code, one.item.name, one.from_quantity.normalize(), one.price.normalize()]
