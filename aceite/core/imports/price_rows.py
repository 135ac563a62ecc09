"""Prices of lists from a spreadsheet: each row names its list, its item by code, and from what quantity it counts."""

from collections.abc import Collection, Mapping, Sequence, Set
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.imports import cells
from aceite.core.imports.columns import Column
from aceite.core.imports.models import ImportedRow
from aceite.core.imports.registers import ChangedSince, Key, Taken, Taking
from aceite.core.imports.states import Outcome
from aceite.core.prices.models import Price, PriceList
from aceite.core.prices.rungs import Step
from aceite.core.prices.setting import remove_price, set_price
from aceite.core.trail.refusals import Unfit

COLUMNS: Final = (
    Column("list", gettext_lazy("Tabela"), cells.text(80), ("tabela de preços", "lista", "price list"), needed=True),
    Column("code", gettext_lazy("Código"), cells.text(30),
           ("cód", "cod", "SKU", "referência", "ref", "código do produto", "code"), needed=True),
    # For the reader alone: the code says which item it is.
    Column("name", gettext_lazy("Item"), cells.text(200), ("nome", "produto", "descrição", "name")),
    Column("from_quantity", gettext_lazy("A partir de"), cells.quantity,
           ("quantidade mínima", "qtd mínima", "quantidade", "qtd", "from")),
    Column("price", gettext_lazy("Preço unitário"), cells.amount,
           ("preço", "valor", "valor unitário", "price"), needed=True),
)  # fmt: skip


class Prices:
    """The prices of the lists there are."""

    right: str = "price.set"
    columns: Sequence[Column] = COLUMNS
    keys: Sequence[str] = ("list", "code", "from_quantity")
    gathers: bool = False

    def key(self, values: Mapping[str, Any]) -> Key:
        """The list, the item, and from what quantity on."""
        return values["list"], values["code"], values.get("from_quantity", Decimal(0))

    def known(self, company: Company, keys: Collection[Key]) -> Set[Key]:
        """Those that have a price."""
        lists, codes, _quantities = ([key[at] for key in keys] for at in range(3))
        rows = Price.objects.filter(company=company, of__name__in=lists, item__code__in=codes)
        return set(rows.values_list("of__name", "item__code", "from_quantity")) & set(keys)

    def led_away(self, company: Company, keys: Collection[Key]) -> Set[Key]:
        """None."""
        return set()

    def more_of(self, values: Mapping[str, Any]) -> str:
        """Nothing."""
        return ""

    def same_as(self, rows: str, count: int) -> str:
        """The same item from the same quantity on."""
        said = ngettext(
            "O mesmo item, com esta quantidade, está na linha %(rows)s.",
            "O mesmo item, com esta quantidade, está nas linhas %(rows)s.",
            count,
        )
        return said % {"rows": rows}

    def foreseen(self, rows: Sequence[Mapping[str, Any]], how: Taking) -> list[list[tuple[str, str]]]:
        """Lists and items there are none of."""
        lists = PriceList.objects.filter(company=how.company, name__in={values["list"] for values in rows})
        items = Item.objects.filter(company=how.company, code__in={values["code"] for values in rows})
        names, codes = set(lists.values_list("name", flat=True)), set(items.values_list("code", flat=True))
        return [_lacking(values, names, codes) for values in rows]

    def take(self, values: Mapping[str, Any], how: Taking) -> Taken:
        """A price set or changed."""
        known = PriceList.objects.filter(company=how.company, name=values["list"]).first()
        if known is None:
            raise Unfit("list", _no_list())
        item = Item.objects.filter(company=how.company, code=values["code"]).first()
        if item is None:
            raise Unfit("code", _no_item())
        step = Step(values.get("from_quantity", Decimal(0)), values["price"])
        standing = Price.objects.filter(of=known, item=item, from_quantity=step.from_quantity).first()
        if standing is not None and standing.pk in how.mine:
            raise Unfit("code", _("Este item com esta quantidade já apareceu em outra linha desta planilha."))
        if standing is not None and not how.update:
            return Taken(Outcome.SKIPPED, standing.pk)
        before = {"price": _plain(standing.price)} if standing else {}
        saved = set_price(known, item, step, by=how.by, at=how.at)
        after = {"price": _plain(saved.price)}
        if standing is None:
            return Taken(Outcome.CREATED, saved.pk, {}, after)
        return Taken(Outcome.SAME, saved.pk) if before == after else Taken(Outcome.CHANGED, saved.pk, before, after)

    def give_back(self, row: ImportedRow, how: Taking) -> None:
        """What the row made is removed, what it changed becomes what it was."""
        price = Price.objects.filter(company=how.company, pk=row.target or 0).select_related("of", "item").first()
        if price is None:
            return
        if _plain(price.price) != row.after["price"]:
            raise ChangedSince(_("O preço foi alterado depois da importação."))
        if row.outcome == Outcome.CREATED:
            remove_price(price, by=how.by, at=how.at)
            return
        step = Step(price.from_quantity, Decimal(row.before["price"]))
        set_price(price.of, price.item, step, by=how.by, at=how.at)


def _lacking(values: Mapping[str, Any], lists: Set[str], codes: Set[str]) -> list[tuple[str, str]]:
    no_list = [(str(COLUMNS[0].label), _no_list())] if values["list"] not in lists else []
    return no_list + ([(str(COLUMNS[1].label), _no_item())] if values["code"] not in codes else [])


def _no_list() -> str:
    return _("Não há tabela com este nome. Crie-a antes, ou corrija o nome.")


def _no_item() -> str:
    return _("Nenhum item do catálogo tem este código.")


def _plain(price: Decimal) -> str:
    return f"{price.normalize():f}"
