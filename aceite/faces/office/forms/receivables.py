"""What confirming a payment, taking in a statement and giving a nota or boleto ask for."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.moments import day_words
from aceite.core.receivables.billing import MAX_BYTES, Billed
from aceite.core.receivables.expected import Part
from aceite.core.receivables.expecting import Owed
from aceite.core.receivables.models import BilledKind
from aceite.core.receivables.numbers import part_words
from aceite.core.receivables.receiving import LONGEST_NOTE, Received
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField, DateBRField, MoneyField
from aceite.kit.money import format_brl


class _SumBox(forms.CheckboxInput):
    """A box that says yes to one sum; to another one it has to be ticked anew."""

    ui_kind = "check"

    def __init__(self, amount: Decimal) -> None:
        super().__init__(check_test=lambda _value: False)
        self.amount = amount

    def format_value(self, value: Any) -> str:
        """What the box sends when it is ticked."""
        return str(self.amount)


class PaymentForm(OfficeForm):
    """Money that arrived."""

    paid_on = DateBRField(label=_("Dia do pagamento"))
    amount = MoneyField(label=_("Valor recebido"), min_value=Decimal("0.01"))
    # A box once more came than is missing, see `ask_more`.
    more = forms.DecimalField(widget=forms.HiddenInput(), required=False)
    note = CleanTextField(
        label=_("Observação"), max_length=LONGEST_NOTE, required=False, drawable=False,
        help_text=_("Só a equipe vê. Por exemplo: Pix no Banco do Brasil."),
    )  # fmt: skip
    # The same form sent twice is one payment.
    key = forms.CharField(widget=forms.HiddenInput(), max_length=40, required=False)

    @classmethod
    def of(cls, owed: Owed | None, today: date) -> dict[str, Any]:
        """What the form shows before anything is typed: all that is missing, today."""
        return {"paid_on": today, "amount": owed.unpaid if owed else None, "key": uuid4().hex}

    def given(self) -> Received:
        """What the verb takes."""
        return Received(**self.cleaned_data | {"more": self.cleaned_data["more"] or Decimal(0)})

    def ask_more(self, more: Decimal) -> None:
        """Ask whether so much more than is missing has really come."""
        self.fields["more"].widget = _SumBox(more)
        words = _("Recebi mesmo %(more)s a mais (juros, multa ou outro acerto)")
        self["more"].label = str(words % {"more": format_brl(more)})


class StatementForm(OfficeForm):
    """A bank's statement as the bank's site gives it."""

    file = forms.FileField(
        label=_("Extrato em CSV"),
        help_text=_("Baixe do site do banco. Até 2 MB; precisa das colunas Data e Valor."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={"empty": _("Este arquivo está vazio. Escolha-o de novo.")},
    )


class BilledForm(OfficeForm):
    """A nota or a boleto, of the whole order or of one payment."""

    kind = forms.ChoiceField(label=_("O que é"), choices=BilledKind.choices, initial=BilledKind.INVOICE)
    number = forms.TypedChoiceField(label=_("De que pagamento"), required=False, coerce=int, empty_value=None)
    file = forms.FileField(
        label=_("Arquivo"),
        help_text=_("PDF ou XML da nota, PDF do boleto; até 15 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.xml"}),
        error_messages={"empty": _("Este arquivo está vazio. Escolha-o de novo.")},
    )

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(part.number, _named(part)) for part in parts]
        self.fields["number"].choices = [("", _("Do pedido inteiro")), *named]  # type: ignore[attr-defined]

    def given(self) -> Billed:
        """What the verb takes."""
        file = self.cleaned_data["file"]
        content = file.read(MAX_BYTES + 1)
        return Billed(file.name or "", content, self.cleaned_data["kind"], self.cleaned_data["number"])


def _named(part: Part) -> str:
    return f"{part_words(part.number, part.due_on)}, {day_words(part.due_on)}, {format_brl(part.amount)}"
