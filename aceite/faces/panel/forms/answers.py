"""The customer's yes, no, and questions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.sales.models import DeclineReason
from aceite.faces.panel.forms.signing import ProvingForm
from aceite.faces.ui.fields import CleanTextField, DateBRField
from aceite.faces.ui.forms import Form
from aceite.faces.ui.signing_forms import AgreedForm


class BoundForm(AgreedForm, ProvingForm):
    """What the act is bound to, as the page showed it, and the code for a session that has to prove itself."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    bundle_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    # What hash.js puts in: the hash of P as the device computed it, and for how long the page stood open.
    client_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    seconds = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=99_999, required=False)


class ApproveForm(BoundForm):
    """The customer's own order number and a note: both optional."""

    customer_order_number = CleanTextField(label=_("Número do seu pedido de compra"), max_length=60, required=False)
    note = CleanTextField(label=_("Observação"), multiline=True, max_length=2000, required=False)


class DeclineForm(BoundForm):
    """Why not."""

    reason = forms.ChoiceField(label=_("Motivo"), choices=DeclineReason.choices, widget=forms.RadioSelect)
    text = CleanTextField(label=_("Quer explicar?"), multiline=True, max_length=2000, required=False)


class RescindForm(BoundForm):
    """Nothing but the act: no reason is asked for (CDC art. 49)."""

    text = CleanTextField(label=_("Quer dizer por quê?"), multiline=True, max_length=2000, required=False)


class MoreTimeForm(Form):
    """Until when, and a word."""

    until = DateBRField(label=_("Até quando você precisa"), help_text=_("Vale até o fim deste dia."))
    text = CleanTextField(label=_("Quer explicar?"), multiline=True, max_length=1000, required=False, drawable=False)


class QuestionForm(Form):
    """A question about the proposal, one of its lines, or a passage of a contract."""

    passage = CleanTextField(
        label=_("Cláusula ou trecho"), multiline=True, max_length=2000, required=False, drawable=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Se quiser: copie o trecho, ou diga qual cláusula."),
    )  # fmt: skip

    text = CleanTextField(label=_("Sua pergunta"), multiline=True, max_length=4000)
    line = forms.IntegerField(widget=forms.HiddenInput, required=False)
    contract = forms.IntegerField(widget=forms.HiddenInput, required=False)
