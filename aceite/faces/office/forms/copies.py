"""What the office asks about copies on paper: the scan that came by post, and the witnesses that stand on one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.models import Arrival
from aceite.core.contracts.witnessing import Witness
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField, DateBRField, FileListField, TaxIdField


class RegisterForm(OfficeForm):
    """The scan, and how the paper came."""

    pages = FileListField(
        label=_("Páginas da via"),
        help_text=_("Fotos (JPG, PNG, HEIC) ou PDF, até 20 arquivos de 15 MB cada."),
        max_files=20,
        max_bytes=15_000_000,
    )
    arrival = forms.ChoiceField(label=_("Como chegou"), choices=Arrival.choices, widget=forms.RadioSelect)
    arrived_on = DateBRField(label=_("Quando chegou"))
    note = CleanTextField(
        label=_("Observação"),
        help_text=_("Por exemplo, quem entregou ou o código de rastreio. O cliente também lê."),
        max_length=400,
        required=False,
        drawable=False,
    )
    # One key for each form drawn: the same form sent twice is one copy.
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)


class WitnessesForm(OfficeForm):
    """The two witnesses, as they stand on the paper."""

    name_1 = CleanTextField(label=_("Primeira testemunha: nome"), max_length=160, drawable=False)
    cpf_1 = TaxIdField(label=_("Primeira testemunha: CPF"), only="cpf")
    name_2 = CleanTextField(label=_("Segunda testemunha: nome"), max_length=160, drawable=False)
    cpf_2 = TaxIdField(label=_("Segunda testemunha: CPF"), only="cpf")

    def witnesses(self) -> list[Witness]:
        """What the verb takes."""
        given = self.cleaned_data
        return [Witness(given[f"name_{place}"], given[f"cpf_{place}"]) for place in (1, 2)]


class RefuseForm(OfficeForm):
    """Why a copy is refused: one of the company's usual sentences, words of one's own, or both."""

    stock = forms.ChoiceField(label=_("O que há com a via"), widget=forms.RadioSelect, required=False)
    reason = CleanTextField(
        label=_("Motivo"), max_length=195, multiline=True, drawable=False, required=False,
        help_text=_("Por exemplo, qual folha ou de quem é a assinatura; sozinho ou depois da frase. O cliente lê."),
    )  # fmt: skip

    def __init__(self, *args: Any, reasons: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stock"].choices = [(reason, reason) for reason in reasons]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something is said."""
        values = super().clean() or self.cleaned_data
        if not (values.get("stock") or values.get("reason") or self.errors):
            raise ValidationError(_now("Escolha um motivo ou escreva um: o cliente precisa saber o que enviar."))
        return values

    def words(self) -> str:
        """What is written to the customer."""
        values = self.cleaned_data
        return " ".join(part for part in (values["stock"], values["reason"]) if part)
