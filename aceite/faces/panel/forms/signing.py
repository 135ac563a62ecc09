"""What a session types to prove its mailbox anew, or to keep a passkey."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.faces.ui.forms import Form


class ProvingForm(Form):
    """The code by which a session proves its mailbox anew; empty as long as none was asked for."""

    code = forms.CharField(
        label=_("Código de 6 números"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """Spaces and dashes of a copied code do not count."""
        return "".join(letter for letter in self.cleaned_data["code"] if letter.isalnum())


class KeyForm(ProvingForm):
    """A passkey as the device made it, put in by passkey.js."""

    credential = forms.CharField(widget=forms.HiddenInput, required=False)
