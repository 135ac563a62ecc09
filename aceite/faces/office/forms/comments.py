"""The form of a comment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField
from aceite.kit.codes import new_nonce


class CommentForm(OfficeForm):
    """What a colleague writes; `key` is the form's own, so that it is written once."""

    text = CleanTextField(
        label=_("Comentário"), max_length=4000, multiline=True, drawable=False,
        help_text=_("Só a equipe lê. Escreva @ e o nome para avisar um colega."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    @classmethod
    def new(cls) -> "CommentForm":
        """An empty form with a key of its own."""
        return cls(initial={"key": new_nonce()})
