"""The form of one product or service."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.catalog.actions import ItemData
from aceite.core.catalog.models import Item, ItemKind, Recurrence
from aceite.core.catalog.picturing import MOST
from aceite.core.catalog.rhythms import MAX_PERIODS
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField, MoneyField
from aceite.faces.ui.rich_fields import FileListField
from aceite.kit.imaging.photos import BIGGEST


class ItemForm(StandingForm):
    """What the catalogue knows of one item; a line of a proposal may say otherwise."""

    kind = forms.ChoiceField(
        label=_("Tipo"), choices=ItemKind.choices, widget=forms.RadioSelect, initial=ItemKind.PRODUCT
    )
    code = CleanTextField(label=_("Código"), max_length=30, help_text=_("Como você o chama: aparece na proposta."))
    name = CleanTextField(label=_("Nome"), max_length=200)
    unit = CleanTextField(label=_("Unidade"), max_length=10, initial="un", help_text=_("un, h, m², kg…"))
    price = MoneyField(label=_("Preço unitário"), places=10)
    cost = MoneyField(
        label=_("Custo unitário"), places=10, required=False,
        help_text=_("Só gerentes e proprietários veem. Serve às regras de margem."),
    )  # fmt: skip
    recurs = forms.ChoiceField(
        label=_("Pago"), choices=Recurrence.choices, required=False, help_text=_("O preço é o de uma vez.")
    )
    periods = forms.IntegerField(
        label=_("Quantas vezes"), required=False, min_value=1, max_value=MAX_PERIODS,
        help_text=_("Do que é recorrente. Vazio: até cancelar."),
    )  # fmt: skip
    description = CleanTextField(label=_("Descrição"), max_length=4000, multiline=True, required=False)

    def __init__(self, *args: Any, with_cost: bool, with_price: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_cost:
            del self.fields["cost"]
        if not with_price:
            self.fields["price"].disabled = True
            self.fields["price"].help_text = _("Só gerentes e proprietários mudam o preço de um item já cadastrado.")

    @classmethod
    def of(cls, item: Item) -> dict[str, object]:
        """What the form shows before anything is typed."""
        # The columns hold ten places; what nobody typed is not shown.
        price = Decimal(f"{item.price.normalize():f}")
        cost = None if item.cost is None else Decimal(f"{item.cost.normalize():f}")
        return {name: getattr(item, name) for name in cls.base_fields} | {
            "price": price, "cost": cost, "periods": item.periods or None,
        }  # fmt: skip

    def given(self) -> ItemData:
        """What the verb takes; the cost goes its own way (catalog/costing.py)."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "cost"}
        return ItemData(**said | {"periods": said["periods"] or 0})


class PicturesForm(OfficeForm):
    """Pictures of an item, in their order."""

    photos = FileListField(
        label=_("Incluir fotos"), accept=".jpg,.jpeg,.png,.webp,.heic,.heif", max_files=MOST, max_bytes=BIGGEST,
        help_text=_("O cliente as vê na proposta. JPG, PNG, WebP ou HEIC, até 15 MB cada."),
    )  # fmt: skip
