"""The form of making two registers one: field by field which says it, and who may see the sales of both."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import Customer
from aceite.core.customers.redirecting import CHOICES
from aceite.core.sales.merging_customers import MergeChoice
from aceite.faces.office.forms.base import OfficeForm
from aceite.kit.brazil import format_phone
from aceite.kit.taxid import format_taxid

LABELS: Final = {
    "taxid": _("CPF ou CNPJ"),
    "name": _("Nome ou razão social"),
    "trade_name": _("Nome fantasia"),
    "registration": _("Inscrição estadual"),
    "email": _("E-mail"),
    "phone": _("Telefone"),
    "address": _("Endereço"),
    "group": _("Grupo"),
    "notes": _("Observações internas"),
}
_SHOWN: Final[Mapping[str, Callable[[Customer], object]]] = {
    "taxid": lambda one: format_taxid(one.taxid),
    "registration": lambda one: _("Isento") if one.state_exempt else one.state_registration,
    "phone": lambda one: format_phone(one.phone) if one.phone else "",
    "address": lambda one: one.address_line,
    "group": lambda one: one.group.name if one.group else "",
}
KEPT, GONE = "kept", "gone"


class MergeForm(OfficeForm):
    """For each thing the two say differently which of them counts; what one leaves blank the other fills."""

    sight = forms.ChoiceField(
        label=_("Quem vê as vendas no painel"), widget=forms.RadioSelect, initial=KEPT,
        choices=[(KEPT, _("Cada pessoa continua vendo só o que já via")),
                 ("all", _("Todos passam a ver as vendas dos dois cadastros"))],
    )  # fmt: skip

    def __init__(self, *args: Any, kept: Customer, gone: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differing = []
        for choice in CHOICES:
            ours, theirs = shown_of(kept, choice), shown_of(gone, choice)
            if ours == theirs:
                continue
            self.differing.append(choice)
            self.fields[choice] = forms.ChoiceField(
                label=LABELS[choice], widget=forms.RadioSelect, initial=KEPT if ours else GONE,
                choices=[(KEPT, ours or "—"), (GONE, theirs or "—")],
            )  # fmt: skip

    def choice(self) -> MergeChoice:
        """What the verb takes."""
        said = self.cleaned_data
        return MergeChoice([name for name in self.differing if said[name] == GONE], all_see_all=said["sight"] == "all")


def shown_of(customer: Customer, choice: str) -> str:
    """What a register says of one of redirecting.CHOICES, as people read it."""
    show = _SHOWN.get(choice)
    return str((show(customer) if show else getattr(customer, choice)) or "")
