"""The forms of a customer and of the people who enter the panel."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.actions import CustomerData
from aceite.core.customers.models import Customer, CustomerGroup, CustomerKind, PanelUser
from aceite.core.customers.people import PersonData
from aceite.faces.office.forms.base import AddressForm, EmailField, OfficeForm
from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField, PhoneField, TaxIdField
from aceite.faces.ui.rights_fields import RightsFields
from aceite.kit import taxid


class CustomerForm(StandingForm, AddressForm):
    """Who buys: a person by CPF or a company by CNPJ; the number says which."""

    taxid = TaxIdField(label=_("CPF ou CNPJ"), help_text=_("O CNPJ também pode ter letras."))
    name = CleanTextField(label=_("Nome ou razão social"), max_length=120)
    trade_name = CleanTextField(label=_("Nome fantasia"), max_length=120, required=False)
    state_registration = CleanTextField(label=_("Inscrição estadual"), max_length=20, required=False)
    state_exempt = forms.BooleanField(label=_("Isento de inscrição estadual"), required=False)
    email = EmailField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Telefone"), required=False)
    notes = CleanTextField(
        label=_("Observações internas"),
        max_length=4000,
        multiline=True,
        required=False,
        help_text=_("Só a sua equipe vê."),
    )

    group = forms.ChoiceField(
        label=_("Grupo"), required=False, help_text=_("Decide que tabelas de preços valem para ele.")
    )

    # As the page shows them, so that the summary of errors goes from top to bottom.
    field_order = ("taxid", "name", "trade_name", "state_registration", "state_exempt", "email", "phone", "zip_code",
                   "city", "state", "street", "street_number", "complement", "district", "group", "notes")  # fmt: skip

    def __init__(self, *args: Any, groups: Iterable[CustomerGroup] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        if self.groups:
            choices = [("", _("nenhum")), *((pk, group.name) for pk, group in self.groups.items())]
            self.fields["group"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["group"]

    @classmethod
    def of(cls, customer: Customer) -> dict[str, object]:
        """What the form shows before anything is typed."""
        plain = {name: getattr(customer, name) for name in cls.base_fields if name != "group"}
        return plain | {"group": str(customer.group_id or "")}

    def clean(self) -> dict[str, Any]:
        """Refuse a registration beside the mark that there is none."""
        values = super().clean() or {}
        if values.get("state_exempt") and values.get("state_registration"):
            self.add_error("state_registration", _("Deixe em branco ou desmarque “Isento”."))
        return values

    def given(self) -> CustomerData:
        """What the verb takes."""
        is_person = taxid.kind_of(self.cleaned_data["taxid"]) == "cpf"
        said = {name: value for name, value in self.cleaned_data.items() if name != "group"}
        return CustomerData(kind=CustomerKind.PERSON if is_person else CustomerKind.COMPANY, **said)


class PersonForm(RightsFields, StandingForm):
    """A person of the customer and what she may do in the panel. She alone chooses how she enters."""

    name = CleanTextField(label=_("Nome"), max_length=120)
    email = EmailField(help_text=_("O convite e os códigos vão para este endereço."))
    job_title = CleanTextField(label=_("Cargo"), max_length=80, required=False)
    cpf = TaxIdField(
        label=_("CPF"), only="cpf", required=False, help_text=_("Se ficar em branco, a pessoa informa ao assinar.")
    )

    def __init__(self, *args: Any, person: PanelUser | None = None, contracts: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if person is not None:
            # An address changes by an act of its own, which ends sessions and tells the old one.
            del self.fields["email"]
        if not contracts:
            del self.fields["can_sign"]

    @classmethod
    def of(cls, person: PanelUser) -> dict[str, object]:
        """What the form shows before anything is typed."""
        return {name: getattr(person, name) for name in cls.base_fields}

    def given(self) -> PersonData:
        """What the verb takes; what this form does not ask stays as it was."""
        kept: dict[str, Any] = {"email": self.person.email, "can_sign": self.person.can_sign} if self.person else {}
        return PersonData(**(kept | self.cleaned_data))


class NewAddressForm(OfficeForm):
    """Another address for a person of the panel."""

    email = EmailField(label=_("Novo e-mail"))
