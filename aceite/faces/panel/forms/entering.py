"""Who enters, and how."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.faces.ui.code_fields import CodeField
from aceite.faces.ui.forms import Form
from aceite.faces.ui.signing_forms import CodeForm


class DoorForm(CodeForm):
    """The code that lets her in; it is longer when somebody has been guessing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Código que enviamos")


class EmailForm(Form):
    """An address; a code is mailed to it."""

    email = forms.EmailField(
        label=_("Seu e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        error_messages={"invalid": _("Digite um e-mail como nome@empresa.com.br.")},
    )


class PasswordForm(EmailForm):
    """An address and its password."""

    password = forms.CharField(
        label=_("Senha"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class InvitationForm(Form):
    """A password, when she wants one, and the code that a copied invitation asks for."""

    code = CodeField(label=_("Código de 6 números"), required=False)
    password = forms.CharField(
        label=_("Crie uma senha"),
        required=False,
        strip=False,
        help_text=_("Pelo menos 10 letras ou números. Sem senha, você entra sempre com um código por e-mail."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
