"""Prices of lists from a spreadsheet: each row names its list, its item by code, and from what quantity it counts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.catalog.models import Item
from aceite.core.imports import cells
from aceite.core.imports.columns import Column
from aceite.core.imports.models import ImportedRow
from aceite.core.imports.registers import ChangedSince, Taken, Taking
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
    Column("from_quantity", gettext_lazy("A partir de"), cells.amount,
           ("quantidade mínima", "qtd mínima", "quantidade", "qtd", "from")),
    Column("price", gettext_lazy("Preço unitário"), cells.amount,
           ("preço", "valor", "valor unitário", "price"), needed=True),
)  # fmt: skip


class Prices:
    """The prices of the lists there are."""

    right: str = "price.set"
    columns: Sequence[Column] = COLUMNS

    def take(self, values: Mapping[str, Any], how: Taking) -> Taken:
        """A price set or changed."""
        known = PriceList.objects.filter(company=how.company, name=values["list"]).first()
        if known is None:
            raise Unfit("list", _("Não há tabela com este nome. Crie-a antes, ou corrija o nome."))
        item = Item.objects.filter(company=how.company, code=values["code"]).first()
        if item is None:
            raise Unfit("code", _("Nenhum item do catálogo tem este código."))
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


def _plain(price: Decimal) -> str:
    return f"{price.normalize():f}"
