"""What confirming a payment asks for."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.receivables.expecting import Owed
from aceite.core.receivables.receiving import LONGEST_NOTE, Received
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField, DateBRField, MoneyField


class PaymentForm(OfficeForm):
    """Money that arrived."""

    paid_on = DateBRField(label=_("Dia do pagamento"))
    amount = MoneyField(label=_("Valor recebido"), min_value=Decimal("0.01"))
    note = CleanTextField(
        label=_("Observação"), max_length=LONGEST_NOTE, required=False, drawable=False,
        help_text=_("Só a equipe vê. Por exemplo: Pix no Banco do Brasil."),
    )  # fmt: skip
    # The same form sent twice is one payment.
    key = forms.CharField(widget=forms.HiddenInput(), max_length=40, required=False)

    @classmethod
    def of(cls, owed: Owed | None, today: date) -> dict[str, Any]:
        """What the form shows before anything is typed: all that is missing, today."""
        return {"paid_on": today, "amount": owed.rest if owed else None, "key": uuid4().hex}

    def given(self) -> Received:
        """What the verb takes."""
        return Received(**self.cleaned_data)


class StatementForm(OfficeForm):
    """A bank's statement as the bank's site gives it."""

    file = forms.FileField(
        label=_("Extrato em CSV"),
        help_text=_("Baixe do site do banco. Até 2 MB; precisa das colunas Data e Valor."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={"empty": _("Este arquivo está vazio. Escolha-o de novo.")},
    )
