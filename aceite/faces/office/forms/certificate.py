"""The form that takes a company's certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.signatures.certificates import Given
from aceite.faces.office.forms.base import OfficeForm
from aceite.kit.sealing.pfx_form import BIGGEST


class CertificateForm(OfficeForm):
    """An A1 certificate and its password, which opens it now and is forgotten."""

    pfx = forms.FileField(
        label=_("Certificado e-CNPJ A1"),
        help_text=_("O arquivo .pfx ou .p12 que veio da certificadora, com até 256 kB."),
        widget=forms.FileInput(attrs={"accept": ".pfx,.p12,application/x-pkcs12"}),
        error_messages={"empty": _("Este arquivo está vazio. Escolha-o de novo.")},
    )
    password = forms.CharField(
        label=_("Senha do certificado"),
        strip=False,
        max_length=200,
        help_text=_("Usada agora para abrir o arquivo, e esquecida: não fica guardada em lugar nenhum."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Digite a senha que protege este arquivo.")},
    )

    def given(self) -> Given:
        """What the verb takes; of a file beyond all measure, enough to tell it so."""
        return Given(self.cleaned_data["pfx"].read(BIGGEST + 1), self.cleaned_data["password"])
