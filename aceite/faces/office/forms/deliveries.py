"""What writing down a delivery, and money that went back, ask for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.receivables.receiving import LONGEST_NOTE
from aceite.core.receivables.refunding import Returned
from aceite.core.sales.delivering import LONGEST_NAME, MAX_BYTES, Received
from aceite.core.sales.models import Delivery
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField, DateBRField


class DeliveryForm(OfficeForm):
    """When the customer received it, and who did."""

    delivered_on = DateBRField(label=_("Dia em que o cliente recebeu"))
    received_by = CleanTextField(label=_("Quem recebeu"), max_length=LONGEST_NAME, required=False, drawable=False)
    file = forms.FileField(
        label=_("Comprovante"), required=False, help_text=_("O canhoto ou o termo, em foto ou PDF de até 15 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,image/*"}),
        error_messages={"empty": _("Este arquivo está vazio. Escolha-o de novo.")},
    )  # fmt: skip

    @classmethod
    def of(cls, standing: Delivery | None, today: date) -> dict[str, Any]:
        """What the form shows before anything is typed: what is written down, or today."""
        if standing is None:
            return {"delivered_on": today}
        return {"delivered_on": standing.delivered_on, "received_by": standing.received_by}

    def given(self) -> Received:
        """What the verb takes."""
        typed = self.cleaned_data
        file = typed["file"]
        content = file.read(MAX_BYTES + 1) if file else b""
        return Received(typed["delivered_on"], typed["received_by"], (file.name or "") if file else "", content)


class RefundForm(OfficeForm):
    """That what was paid went back."""

    returned_on = DateBRField(label=_("Dia da devolução"))
    note = CleanTextField(
        label=_("Observação"), max_length=LONGEST_NOTE, required=False, drawable=False,
        help_text=_("Só a equipe vê. Por exemplo: Pix para a conta do cliente."),
    )  # fmt: skip

    def given(self) -> Returned:
        """What the verb takes."""
        return Returned(**self.cleaned_data)
