"""The forms of a signed copy on paper: choose the files, add some, send them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.faces.ui.fields import CleanTextField, FileListField
from aceite.faces.ui.forms import Form


def _pages(**words: Any) -> FileListField:
    return FileListField(max_files=20, max_bytes=15_000_000, **words)


class CopyForm(Form):
    """Photos or PDF of the signed pages, in any order."""

    pages = _pages(
        label=_("Fotos ou PDF das páginas assinadas"),
        help_text=_("Em qualquer ordem: nós acertamos. Até 20 arquivos, de 15 MB cada."),
    )
    # One key for each form drawn: the same form sent twice is one copy.
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)


class MoreFilesForm(Form):
    """Pages that were missing, or taken again."""

    pages = _pages(label=_("Páginas que faltam ou foram refeitas"), help_text=_("Fotos ou PDF, em qualquer ordem."))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)


class AnnounceForm(Form):
    """A file the browser is going to send in chunks."""

    name = forms.CharField(max_length=1000)
    size = forms.IntegerField()
    sha256 = forms.CharField(max_length=64)
    rotation = forms.IntegerField(required=False)
    # What a browser counts exactly: 2**53 - 1.
    rank = forms.IntegerField(required=False, min_value=0, max_value=9_007_199_254_740_991)


class SendForm(Form):
    """A word to the vendor, and the button."""

    note = CleanTextField(
        label=_("Recado para a empresa"), max_length=400, required=False, multiline=True, drawable=False
    )
