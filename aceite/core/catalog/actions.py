"""The catalogue: items are saved, put away, taken back; what a proposal's line copied from them never changes."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.catalog.models import Item, ItemKind, Recurrence
from aceite.core.catalog.rhythms import MAX_PERIODS
from aceite.core.companies.models import Company
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit
from aceite.core.trail.shelving import shelve
from aceite.kit.text import searchable

# Unit prices have up to 10 decimals, as in the NF-e; the column holds 11 digits before them.
_DECIMALS: Final = 10
_TOO_MUCH: Final = Decimal(10) ** 11


class CodeTaken(Refusal):
    """Another item of the company has this code: `existing`."""

    def __init__(self, existing: Item) -> None:
        self.existing = existing
        sentence = _("O código %(code)s já é de outro item: %(name)s. Escolha outro código.")
        super().__init__(sentence % {"code": existing.code, "name": existing.name})


@dataclass(frozen=True)
class ItemData:
    """What the form of an item holds; `price` in reais per unit, of one time where it `recurs`, `periods` times
    (0: until somebody cancels it)."""

    code: str
    name: str
    price: Decimal
    kind: str = ItemKind.PRODUCT
    unit: str = "un"
    description: str = ""
    recurs: str = ""
    periods: int = 0


def save_item(item: Item | None, data: ItemData, *, company: Company, by: Actor, at: datetime) -> Item:
    """Puts an item into the catalogue, or changes one. Raises NotAllowed, Unfit, CodeTaken."""
    _refuse(by, company.pk if item is None else item.company_id)
    values = asdict(_fit(data))
    values["search"] = searchable(values["code"], values["name"])
    with transaction.atomic():
        if item is None:
            made = Item(company=company, **values)
            _save(made)
            record("item.created", by=by, at=at, data={"item": made.pk})
            return made
        locked = Item.objects.select_for_update().get(pk=item.pk)
        if locked.price != values["price"] and not by.may("price.set"):
            # Rules of internal approval measure discounts against it.
            raise Unfit("price", only_pricers())
        return _change(locked, values, by=by, at=at)


def archive_item(item: Item, *, by: Actor, at: datetime) -> Item:
    """Keeps an item off new lines. Raises NotAllowed."""
    return _set_active(item, active=False, by=by, at=at)


def restore_item(item: Item, *, by: Actor, at: datetime) -> Item:
    """Offers an item for new lines again. Raises NotAllowed."""
    return _set_active(item, active=True, by=by, at=at)


def fits_the_column(amount: Decimal) -> bool:
    """Whether an amount per unit can be kept as it is: not negative, 11 digits before and 10 after the comma."""
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= _DECIMALS and 0 <= amount < _TOO_MUCH


def only_pricers() -> str:
    """Why somebody who does not set prices changes none of an item there is."""
    return _("O preço de um item já cadastrado é mudado por um gerente ou proprietário.")


def _set_active(item: Item, *, active: bool, by: Actor, at: datetime) -> Item:
    _refuse(by, item.company_id)
    with transaction.atomic():
        return shelve(Item.objects.select_for_update().get(pk=item.pk), "item", active=active, by=by, at=at)


def _refuse(by: Actor, company_id: int) -> None:
    if by.company_id != company_id or not by.may("catalog.edit"):
        raise NotAllowed(_("Seu papel na equipe não permite alterar o catálogo."))


def _change(item: Item, values: dict[str, Any], *, by: Actor, at: datetime) -> Item:
    changed = sorted(name for name, value in values.items() if getattr(item, name) != value)
    if changed:
        for name in changed:
            setattr(item, name, values[name])
        _save(item)
        told = [name for name in changed if name != "search"]
        record("item.changed", by=by, at=at, data={"item": item.pk, "fields": told})
    return item


def _save(item: Item) -> None:
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        raise CodeTaken(Item.objects.get(company_id=item.company_id, code=item.code)) from None


def _fit(data: ItemData) -> ItemData:
    for field in ("code", "name", "unit"):
        if not getattr(data, field).strip():
            raise Unfit(field, _("Preencha este campo."))
    if data.kind not in ItemKind.values:
        raise Unfit("kind", _("Escolha produto ou serviço."))
    if not data.price.is_finite() or data.price < 0 or data.price >= _TOO_MUCH:
        raise Unfit("price", _("O preço não pode ser negativo nem ter mais de 11 números antes da vírgula."))
    if not fits_the_column(data.price):
        raise Unfit("price", _("O preço tem no máximo 10 casas depois da vírgula."))
    if data.recurs not in Recurrence.values:
        raise Unfit("recurs", _("Escolha uma das opções."))
    if not 0 <= data.periods <= MAX_PERIODS:
        sentence = _("Diga por quantos períodos, até %(limit)s; vazio é até cancelar.")
        raise Unfit("periods", sentence % {"limit": MAX_PERIODS})
    data = data if data.recurs else replace(data, periods=0)
    return replace(data, code=data.code.strip(), name=data.name.strip(), unit=data.unit.strip())
