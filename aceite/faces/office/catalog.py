"""The catalogue: its list, one item, and the search the line editor asks."""

from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.catalog.actions import archive_item, restore_item, save_item
from aceite.core.catalog.costing import set_cost
from aceite.core.catalog.models import Item, ItemKind, ItemQuerySet
from aceite.core.proposals.recurring_words import rhythm_words
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import attempt, done, form_page, typed
from aceite.faces.office.downloads import as_file, wanted_format
from aceite.faces.office.editor_prices import prices_for
from aceite.faces.office.forms.catalog import ItemForm, PicturesForm
from aceite.faces.office.listing import chosen, in_order, page_of, sought
from aceite.faces.office.places import place
from aceite.faces.office.register_tables import item_table
from aceite.faces.ui.formats import trimmed

ORDERS: Final = {"nome": ("name",), "codigo": ("code",), "preco": ("price",)}
OFFERED_AT_ONCE: Final = 12


@require_safe
@office("catalog.see")
def catalog(request: OfficeRequest) -> HttpResponseBase:
    """The list of products and services; as a file with `?formato=csv` or `xlsx`."""
    archived = chosen(request, "situacao", {"arquivados"}) == "arquivados"
    items = request.scope.items.archived() if archived else request.scope.items.active()
    items = in_order(request, _filtered(request, items), ORDERS)
    if wanted := wanted_format(request):
        return as_file("catalogo", _("Catálogo"), item_table(items), wanted)
    context = {
        "page": page_of(request, items.with_pictures()),
        "kinds": ItemKind.choices,
        "may_edit": request.scope.may("catalog.edit"),
        "filtered": bool(archived or sought(request) or request.GET.get("tipo")),
    }
    return render(request, "office/catalog/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("catalog.edit")
def new_item(request: OfficeRequest) -> HttpResponse:
    """A form for one more item."""
    form = ItemForm(typed(request), with_cost=request.scope.may("cost.set"))
    if form.is_valid() and (item := _save(request, form, None)):
        messages.success(request, _("%(item)s está no catálogo.") % {"item": item.name})
        return redirect("office:catalog", request.scope.company.slug)
    return form_page(request, "office/catalog/item.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@office("catalog.edit")
def edit_item(request: OfficeRequest, pk: int) -> HttpResponse:
    """The form of one item; lines that already hold it keep what they say."""
    item = found(request.scope.items, pk)
    form = _form_of(request, item, typed(request))
    if form.is_valid() and _save(request, form, item):
        messages.success(request, _("Item salvo."))
        return redirect("office:catalog", request.scope.company.slug)
    return item_page(request, item, form=form)


def item_page(
    request: OfficeRequest, item: Item, *, form: ItemForm | None = None, pictures: PicturesForm | None = None
) -> HttpResponse:
    """The page of one item: its data and its pictures, each a form of its own."""
    words = form or _form_of(request, item, None)
    shown = list(request.scope.item_pictures.filter(item=item).with_files())
    return form_page(
        request, "office/catalog/item.html", words, item=item, pictures=shown, adding=pictures or PicturesForm()
    )


@require_POST
@office("catalog.edit")
def archive(request: OfficeRequest, pk: int) -> HttpResponse:
    """Takes an item out of the search of new lines."""
    item = found(request.scope.items, pk)
    done(request, lambda: archive_item(item, by=request.scope.member, at=timezone.now()), _("Item arquivado."))
    return redirect("office:catalog", request.scope.company.slug)


@require_POST
@office("catalog.edit")
def restore(request: OfficeRequest, pk: int) -> HttpResponse:
    """Puts an archived item back."""
    item = found(request.scope.items, pk)
    words = _("Item de volta ao catálogo.")
    done(request, lambda: restore_item(item, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:item", request.scope.company.slug, item.pk)


@require_safe
@office("catalog.see")
def search(request: OfficeRequest) -> HttpResponse:
    """What the line editor offers while typing: `{"items": […]}`, prices as text, with a point and as typed here.

    With `?venda=` each comes with its `prices` for that sale's customer, by quantity (editor_prices).
    """
    found = request.scope.items.active().matching(sought(request)).best_first(sought(request)).with_pictures()
    items = list(found[:OFFERED_AT_ONCE])
    sale = request.scope.sales.numbered(request.GET.get("venda", "")).select_related("customer").first()
    prices = prices_for(request, sale.customer if sale else None, items).told()
    return JsonResponse({"items": [_offered(request, item, prices.get(str(item.pk), [])) for item in items]})


def _form_of(request: OfficeRequest, item: Item, data: QueryDict | None) -> ItemForm:
    may = request.scope.may
    return ItemForm(data, with_cost=may("cost.set"), with_price=may("price.set"), initial=ItemForm.of(item))


def _filtered(request: HttpRequest, items: ItemQuerySet) -> ItemQuerySet:
    kind = chosen(request, "tipo", ItemKind.values)
    items = items.of_kind(kind) if kind else items
    return items.matching(sought(request)) if sought(request) else items


def _save(request: OfficeRequest, form: ItemForm, item: Item | None) -> Item | None:
    scope = request.scope
    at = timezone.now()

    def save() -> Item:
        with transaction.atomic():
            saved = save_item(item, form.given(), company=scope.company, by=scope.member, at=at)
            if "cost" in form.fields:
                set_cost(saved, form.cleaned_data["cost"], by=scope.member, at=at)
        return saved

    return attempt(form, save, field="code")


def _offered(request: OfficeRequest, item: Item, prices: list[list[str]]) -> dict[str, object]:
    cover = item.cover
    return {
        "id": item.pk,
        "code": item.code,
        "name": item.name,
        "kind": item.kind,
        "unit": item.unit,
        "price": f"{item.price.normalize():f}",
        "price_typed": trimmed(item.price, 2),
        "description": item.description,
        "recurs": item.recurs,
        "periods": str(item.periods or ""),
        "rhythm": rhythm_words(item.recurs, item.periods),
        "prices": prices,
        "picture": place(request, "item_picture", cover.small.sha256) if cover else "",
    }
