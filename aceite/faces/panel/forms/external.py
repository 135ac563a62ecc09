"""The form of a contract signed outside the panel."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from aceite.core.signatures.consent import Consent
from aceite.faces.ui.fields import TaxIdField
from aceite.faces.ui.signing_forms import AgreedForm


class ExternalForm(AgreedForm):
    """The signed PDF, the terms, and her CPF where nobody gave it yet."""

    file = forms.FileField(
        label=_("PDF assinado"),
        allow_empty_file=True,
        help_text=_("O arquivo que o gov.br ou o seu assinador devolve, sem imprimir nem salvar de novo."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
    cpf = TaxIdField(label=_("Seu CPF"), only="cpf", help_text=_("Tem de ser o do certificado que assinou."))
    consent = forms.BooleanField(label=_("Li e aceito estes termos de assinatura eletrônica."))
    # One key for each form drawn: the same form sent twice is one file.
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, consent: Consent, asks_cpf: bool, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["consent_sha256"] = consent.sha256
        self.initial["key"] = key
        if not asks_cpf:
            del self.fields["cpf"]

    def tell(self, sentences: Sequence[str]) -> None:
        """Says beside the file what was wrong with the one sent before."""
        self._errors = ErrorDict({"file": self.error_class(sentences)})
