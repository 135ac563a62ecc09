"""What somebody types who signs in the panel or, for the vendor, in the office: terms, CPF, mark; then the code."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.signatures.consent import Consent
from aceite.faces.ui.fields import MarkField, TaxIdField
from aceite.faces.ui.forms import Form


class CodeForm(Form):
    """The digits of a mailed code."""

    code = forms.CharField(
        label=_("Código de 6 números"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )

    def clean_code(self) -> str:
        """Spaces and dashes of a copied code do not count."""
        return "".join(letter for letter in self.cleaned_data["code"] if letter.isalnum())


class SigningForm(Form):
    """Terms first, the mark last."""

    consent = forms.BooleanField(label=_("Li e aceito estes termos de assinatura eletrônica."))
    consent_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)
    cpf = TaxIdField(label=_("Seu CPF"), only="cpf", help_text=_("Vai no contrato assinado, com parte dele oculta."))
    mark = MarkField(label=_("Sua assinatura"))

    def __init__(self, *args: Any, consent: Consent, asks_cpf: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["consent_sha256"] = consent.sha256
        if not asks_cpf:
            del self.fields["cpf"]
