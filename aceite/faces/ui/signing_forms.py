"""What somebody types who signs in the panel or, for the vendor, in the office: terms, CPF, mark; then the code."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from aceite.core.signatures.consent import Consent, ConsentChanged
from aceite.faces.ui.code_fields import CodeField
from aceite.faces.ui.fields import MarkField, TaxIdField
from aceite.faces.ui.forms import Form


class CodeForm(Form):
    """The digits of a mailed code."""

    code = CodeField(label=_("Código de 6 números"), autofocus=True)


class AgreedForm(Form):
    """A form that agrees to a text, by the hash of what stood on the page."""

    consent_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def show_terms(self, consent: Consent) -> None:
        """Call it before the form is drawn again: it agrees to the text that now stands on the page.

        Where that is another one than before, it is to be read: its box is empty again, and the form says why.
        """
        if not self.is_bound or self.data.get("consent_sha256", "") == consent.sha256:
            return
        field = "consent" if "consent" in self.fields else None
        if not self.has_error(field or NON_FIELD_ERRORS):
            self.add_error(field, str(ConsentChanged.sentence))
        kept = {name: self.data[name] for name in self.data if name != "consent"}
        self.data = {**kept, "consent_sha256": consent.sha256}


class SigningForm(AgreedForm):
    """Terms first, the mark last."""

    consent = forms.BooleanField(label=_("Li e aceito estes termos de assinatura eletrônica."))
    cpf = TaxIdField(
        label=_("Seu CPF"),
        only="cpf",
        help_text=_("Identifica quem assina. No contrato assinado só aparece uma parte dele."),
    )
    mark = MarkField(label=_("Sua assinatura"))

    def __init__(self, *args: Any, consent: Consent, asks_cpf: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["consent_sha256"] = consent.sha256
        if not asks_cpf:
            del self.fields["cpf"]
