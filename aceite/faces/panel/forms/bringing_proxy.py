"""The power of attorney of whoever signs by one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.faces.ui.forms import Form


class ProxyForm(Form):
    """One PDF."""

    file = forms.FileField(
        label=_("Procuração (PDF)"),
        allow_empty_file=True,
        help_text=_("Até 15 MB. Fica guardada como veio, e o código dela entra na sua assinatura."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": _("Escolha o PDF da procuração.")},
    )
