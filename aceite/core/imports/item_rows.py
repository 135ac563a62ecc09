"""The catalogue from a spreadsheet: a code that is known already is the same item."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.catalog import rhythms
from aceite.core.catalog.actions import ItemData, only_pricers, save_item
from aceite.core.catalog.models import Item, ItemKind
from aceite.core.catalog.removing import remove_unused_item
from aceite.core.companies.models import Company
from aceite.core.imports import cells
from aceite.core.imports.columns import Column
from aceite.core.imports.models import ImportedRow
from aceite.core.imports.registers import ChangedSince, Key, Taken, Taking, differing
from aceite.core.imports.states import Outcome
from aceite.core.trail.refusals import Unfit

_KINDS: Final = {"p": ItemKind.PRODUCT.value, "m": ItemKind.PRODUCT.value, "s": ItemKind.SERVICE.value}


def kind(cell: str) -> str:
    """Product or service, by the first letter of what people write: produto, mercadoria, serviço."""
    found = _KINDS.get(cell[:1].casefold())
    if found is None:
        raise cells.BadCell(cells.NO_KIND, text=cell[:40])
    return found


COLUMNS: Final = (
    Column("code", gettext_lazy("Código"), cells.text(30),
           ("cód", "cod", "SKU", "referência", "ref", "código do produto", "code"), needed=True),
    Column("name", gettext_lazy("Nome"), cells.text(200),
           ("produto", "item", "serviço", "nome do produto", "título", "name"), needed=True),
    Column("price", gettext_lazy("Preço unitário"), cells.amount,
           ("preço", "preço de venda", "valor", "valor unitário", "price"), needed=True),
    Column("kind", gettext_lazy("Tipo"), kind, ("espécie", "produto ou serviço", "kind")),
    Column("unit", gettext_lazy("Unidade"), cells.text(10), ("un", "und", "unid", "medida", "unit")),
    Column("description", gettext_lazy("Descrição"), cells.text(4000, multiline=True),
           ("detalhes", "descrição completa", "observações", "description")),
    Column("recurs", gettext_lazy("Pago"), rhythms.every_of,
           ("recorrência", "recorrente", "periodicidade", "frequência", "cobrança", "recurrence")),
    Column("periods", gettext_lazy("Quantas vezes"), rhythms.times_of, ("vezes", "períodos", "ciclos", "periods")),
)  # fmt: skip
_PRICE: Final = next(column for column in COLUMNS if column.name == "price")
_NAMES: Final = tuple(field.name for field in fields(ItemData))


class Items:
    """The catalogue."""

    right: str = "catalog.edit"
    columns: Sequence[Column] = COLUMNS
    keys: Sequence[str] = ("code",)
    gathers: bool = False

    def key(self, values: Mapping[str, Any]) -> Key:
        """The code."""
        return (values["code"],)

    def known(self, company: Company, keys: Collection[Key]) -> Set[Key]:
        """The codes of the catalogue."""
        rows = Item.objects.filter(company=company, code__in=[code for (code,) in keys])
        return {(code,) for code in rows.values_list("code", flat=True)}

    def led_away(self, company: Company, keys: Collection[Key]) -> Set[Key]:
        """None."""
        return set()

    def more_of(self, values: Mapping[str, Any]) -> str:
        """Nothing."""
        return ""

    def same_as(self, rows: str, count: int) -> str:
        """The same code."""
        said = ngettext("O mesmo código está na linha %(rows)s.", "O mesmo código está nas linhas %(rows)s.", count)
        return said % {"rows": rows}

    def foreseen(self, rows: Sequence[Mapping[str, Any]], how: Taking) -> list[list[tuple[str, str]]]:
        """Another price for an item there is, by somebody who does not set prices."""
        if not how.update or how.by.may("price.set"):
            return [[] for _row in rows]
        known = Item.objects.filter(company=how.company, code__in={values["code"] for values in rows})
        prices = dict(known.values_list("code", "price"))
        refused = [(str(_PRICE.label), only_pricers())]
        return [refused if prices.get(row["code"], row["price"]) != row["price"] else [] for row in rows]

    def take(self, values: Mapping[str, Any], how: Taking) -> Taken:
        """An item made or changed."""
        standing = Item.objects.filter(company=how.company, code=values["code"]).first()
        if standing is not None and standing.pk in how.mine:
            raise Unfit("code", _("Este código já apareceu em outra linha desta planilha."))
        if standing is not None and not how.update:
            return Taken(Outcome.SKIPPED, standing.pk)
        before = _as_data(standing) if standing else {}
        data = ItemData(**(_typed(before) | _rhythm(before, values) | dict(values)))
        saved = save_item(standing, data, company=how.company, by=how.by, at=how.at)
        old, new = differing(before, _as_data(saved))
        if standing is None:
            return Taken(Outcome.CREATED, saved.pk, {}, new)
        return Taken(Outcome.CHANGED if new else Outcome.SAME, saved.pk, old, new)

    def give_back(self, row: ImportedRow, how: Taking) -> None:
        """What the row made is removed, what it changed becomes what it was."""
        # By its key alone: with the company besides, PostgreSQL may read all of hers while it takes them for few.
        item = Item.objects.filter(pk=row.target or 0).first()
        if item is None or item.company_id != how.company.pk:
            return
        now = _as_data(item)
        if any(now[name] != value for name, value in row.after.items()):
            raise ChangedSince(_("O item foi alterado depois da importação."))
        if row.outcome == Outcome.CREATED:
            remove_unused_item(item, by=how.by, at=how.at)
            return
        data = ItemData(**_typed(now | row.before))
        save_item(item, data, company=how.company, by=how.by, at=how.at)


def _rhythm(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, int]:
    # How many times was said of the rhythm there was.
    return {"periods": 0} if values.get("recurs", before.get("recurs")) != before.get("recurs") else {}


def _as_data(item: Item) -> dict[str, Any]:
    plain = {name: getattr(item, name) for name in _NAMES}
    return plain | {"price": f"{Decimal(item.price).normalize():f}"}


def _typed(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Decimal(value) if name == "price" else value for name, value in data.items()}
