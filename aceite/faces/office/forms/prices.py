"""The forms of price lists: whom a list is for, a price in it, and a group of customers."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import Customer, CustomerGroup, CustomerQuerySet
from aceite.core.prices.actions import ListData
from aceite.core.prices.models import PriceList
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField, DateBRField, DecimalBRField, MoneyField
from aceite.kit.taxid import format_taxid, normalize


class PriceListForm(StandingForm):
    """A list: its name, its days, and for whom it is."""

    name = CleanTextField(label=_("Nome da tabela"), max_length=80, help_text=_("O vendedor o vê ao usar o preço."))
    starts_on = DateBRField(label=_("Vale de"), required=False)
    ends_on = DateBRField(label=_("Vale até"), required=False, help_text=_("Em branco, não tem fim."))
    for_everybody = forms.BooleanField(label=_("Para todos os clientes"), required=False)
    groups = forms.MultipleChoiceField(label=_("Para os grupos"), required=False, widget=forms.CheckboxSelectMultiple())
    taxids = forms.CharField(
        label=_("Para estes clientes"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("CPF ou CNPJ, um em cada linha."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, known_groups: Iterable[CustomerGroup], customers: CustomerQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(group.pk): group for group in known_groups}
        self.customers = customers
        self.fields["groups"].choices = [(pk, group.name) for pk, group in self.known.items()]  # type: ignore[attr-defined]
        if not self.known:
            del self.fields["groups"]

    @classmethod
    def of(cls, known: PriceList) -> dict[str, object]:
        """What the form shows before anything is typed."""
        reaches = list(known.reaches.select_related("customer"))
        return {
            "name": known.name, "starts_on": known.starts_on, "ends_on": known.ends_on,
            "for_everybody": known.for_everybody,
            "groups": [str(one.group_id) for one in reaches if one.group_id],
            "taxids": "\n".join(format_taxid(one.customer.taxid) for one in reaches if one.customer),
        }  # fmt: skip

    def clean_taxids(self) -> list[Customer]:
        """The customers with these numbers; each line without one is named."""
        lines = [line.strip() for line in self.cleaned_data["taxids"].replace(";", "\n").splitlines() if line.strip()]
        found = {customer.taxid: customer for customer in self.customers.of_taxids({normalize(line) for line in lines})}
        if unknown := [line for line in lines if normalize(line) not in found]:
            raise forms.ValidationError(
                _("Nenhum cliente tem este CPF ou CNPJ: %(numbers)s."), params={"numbers": ", ".join(unknown[:5])}
            )
        return list(found.values())

    def given(self) -> ListData:
        """What the verb takes."""
        said = self.cleaned_data
        groups = [self.known[pk] for pk in said.get("groups", [])]
        return ListData(
            said["name"], said["starts_on"], said["ends_on"], said["for_everybody"], groups, said["taxids"]
        )  # fmt: skip


class PriceForm(OfficeForm):
    """One price of a list, by the item's code."""

    code = CleanTextField(
        label=_("Código do item"),
        max_length=30,
        help_text=_("Digite o código ou parte do nome."),
        widget=forms.TextInput(attrs={"list": "item-codes", "autocomplete": "off"}),
    )
    from_quantity = DecimalBRField(
        label=_("A partir de (quantidade)"), places=4, min_value=Decimal(0), required=False,
        help_text=_("Em branco, vale sempre."),
    )  # fmt: skip
    price = MoneyField(label=_("Preço unitário"), places=10)


class GroupForm(OfficeForm):
    """A group of customers."""

    name = CleanTextField(label=_("Nome do grupo"), max_length=60, help_text=_("Por exemplo: Revenda, Rede, Governo."))
