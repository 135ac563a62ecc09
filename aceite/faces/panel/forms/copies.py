"""The form of a signed copy on paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.faces.ui.fields import CleanTextField, FileListField
from aceite.faces.ui.forms import Form


class CopyForm(Form):
    """Photos or PDF of the signed pages, in their order."""

    pages = FileListField(
        label=_("Páginas assinadas"),
        help_text=_("Fotos (JPG, PNG, HEIC) ou PDF, até 20 arquivos de 15 MB cada, na ordem das páginas."),
        max_files=20,
        max_bytes=15_000_000,
    )
    note = CleanTextField(label=_("Recado"), max_length=400, required=False)
    # One key for each form drawn: the same form sent twice is one copy.
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
