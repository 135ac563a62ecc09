"""The form in which a Word document is chosen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.faces.office.forms.base import OfficeForm


class WordForm(OfficeForm):
    """A document whose text becomes that of a template or of a contract."""

    file = forms.FileField(
        label=_("Documento do Word"),
        help_text=_("Um arquivo .docx de até 15 MB. Nada é guardado antes de você conferir e salvar."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"empty": _("Este arquivo está vazio. Escolha-o de novo.")},
    )
