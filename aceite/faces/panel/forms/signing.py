"""What a session types to prove its mailbox anew, or to keep a passkey."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.faces.ui.code_fields import CodeField
from aceite.faces.ui.forms import Form


class ProvingForm(Form):
    """The code by which a session proves its mailbox anew; empty as long as none was asked for."""

    code = CodeField(label=_("Código de 6 números"), required=False)


class KeyForm(ProvingForm):
    """A passkey as the device made it, put in by passkey.js."""

    credential = forms.CharField(widget=forms.HiddenInput, required=False)
